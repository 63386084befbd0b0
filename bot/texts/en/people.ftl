# The people, as supervisors and admins see them.

role-agent = agent
role-supervisor = supervisor
role-admin = admin
standing-suspended = suspended
standing-removed = removed

people-none = No people yet. Start with /invite and a name.
people-heading = People ({ $from }–{ $to }~of~{ $total }):
person-line = { $words }
person-id = Telegram ID: { $id }
person-work = Drafts: { $drafts } · waiting: { $waiting } · decided: { $decided }
person-team = Team: { $team }
person-unseen = Not seen yet.
person-seen-today = Last seen: today, { $time }
person-seen = Last seen: { $time }
person-week = { $days } days: started~{ $begun } · submitted~{ $submitted } · passed~{ $passed }
refused-forged-press = Forged button presses: { $count }
refused-foreign-press = Presses on other agents’ buttons: { $count }
refused-invitation = Invalid invitations tried: { $count }
refused-stranger = Messages while not admitted: { $count }
refused-too-many = Attempts beyond the hourly limit: { $count }

button-suspend = Suspend
button-restore = Restore
button-remove = Remove
button-give = Hand over work
button-people = ← People
button-leave = No, go back
button-previous = Previous
button-next = Next

remove-question = Remove { $name }? They can no longer use the bot. Their applications stay and can be handed over.
give-question = Who takes over the applications of { $name } ({ $count })?
give-nobody = There is nobody else who could take over the applications of { $name } ({ $count }).
giving = The applications of { $giver } are being handed over to { $receiver }. You will be told when it is done.
giving-already = The applications of { $giver } are already being handed over. This press changed nothing.
given-partly = Handed over from { $giver } to { $receiver }: { $count }. { $receiver } was suspended or removed meanwhile, so the rest stay with { $giver }.
given-until-then = Handed over from { $giver } to { $receiver }: { $count }. A role or team was changed meanwhile, so the rest stay with { $giver }.
given-faulty = Handed over from { $giver } to { $receiver }: { $count }. A fault in the program stopped it, and the rest stay with { $giver }. Please tell the operator; you may try again.
given = Handed over from { $giver } to { $receiver }: { $count }
form-handed-over = Your open application was handed over to { $name }. You no longer need to finish it.
handed-over = The applications of { $name } are yours now: { $count }. /log shows them.

restored-by-admin = Only an admin can restore them.
invite-not-needed = You already have access as { $role }, so this link was not used. It is still valid; send it to the person it is meant for.
invite-made =
    Send this link to { $name }. The first person to open it is admitted. Valid for { $count } days.
    { $link }

too-many-attempts = Too many attempts within an hour. Nothing is lost; please continue later, or ask your supervisor.

## Inviting.

invite-whom = Who should be admitted?
invite-team = Which team is the new { $role } for?
invite-name =
    Type the name of the new { $role }. For several people, one name per line, up to { $count }.
invite-name-by-id = With the person’s Telegram ID you can let them in without a link: /invite 123456789 Name
invite-name-as-reply = A form is open, so send the name as a reply to this message.
invite-nobody = Nobody was invited.
team-unnamed = No team
invites-made = { $total } invitations, valid for { $count } days. Each link lets in the first person who opens it.
invite-line = { $name }
invite-opened =
    { $name } now has access as { $role }. Your invitation was opened by “{ $account }”, Telegram ID { $id } ({ $time }).
    Is this somebody else? Their card below lets you suspend or remove them.
invite-share = { $name }, open this link to start:
invite-qr = { $name } can also scan this with the phone’s camera.
invite-refused-lines = Not invited:
invite-refused-line = Line { $line }, “{ $name }”: { $reason }
name-too-long = longer than 64 letters
name-without-letters = a name needs letters
name-in-a-sentence = only the name, please, without other words
name-twice = in the list twice; add something that tells them apart
names-too-many = more than 30 at once; send the rest again
button-invite = Invite
button-share = Share the link
button-invitations = Open invitations ({ $count })

invitations-none = No invitation is open.
invitations-heading = Open invitations ({ $from }–{ $to }~of~{ $total })
invitations-withdraw = ✕ withdraws the one with that number; its link stops working.
invitation-days = { $count ->
    [one] 1 day left
   *[other] { $count } days left
 }
invitation-by = by { $name }
operator = the operator
invitation-withdrawn = Withdrawn: { $name }
invitation-gone = This invitation is no longer open.

admit-done =
    { $name } (Telegram ID { $id }) has been admitted. Ask them to open { $link } and press Start, if they have not written to the bot yet.
admit-self = { $id } is your own Telegram ID.
admit-known = The person with the Telegram ID { $id } has access already.
admit-suspended = The person with the Telegram ID { $id } is suspended. You can restore them in /agents.
admit-removed = The person with the Telegram ID { $id } was removed. Only a new invitation link brings them back: /invite and the name.
admit-by-admin = Only an admin can let in the person with the Telegram ID { $id }.
admit-group = { $id } is the ID of a group. Only people can be admitted.
admit-no-id = { $id } is not a Telegram ID; it looks like a phone number. People see their Telegram ID when they write to the bot.
admit-nameless = Send the command with the number and the person’s name, in one message. Example: /invite 123456789 Rahim Uddin
