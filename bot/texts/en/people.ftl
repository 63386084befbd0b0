# The people, as supervisors and admins see them.

role-agent = agent
role-supervisor = supervisor
role-admin = admin
standing-suspended = suspended
standing-removed = removed

people-none = There is nobody to look after yet. Begin with /invite and a name.
people-heading = People ({ $from }–{ $to } of { $total }):
person-line = { $words }
person-id = Telegram number: { $id }
person-work = Drafts: { $drafts } · waiting: { $waiting } · decided: { $decided }
person-team = Team: { $team }
person-unseen = Not seen yet.
person-seen-today = Last seen: today, { $time }
person-seen = Last seen: { $time }
person-week = { $days } days: begun { $begun } · submitted { $submitted } · passed { $passed }
refused-forged-press = Presses on buttons that do not exist: { $count }
refused-foreign-press = Presses on the buttons of other agents: { $count }
refused-invitation = Invitations tried that are not good: { $count }
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

remove-question = Remove { $name }? They are served no more, from now on. Their applications stay and can be handed over.
give-question = Who takes over the applications of { $name } ({ $count })?
give-nobody = There is nobody else who could take over the applications of { $name } ({ $count }).
giving = The applications of { $giver } are being handed over to { $receiver }. You will be told when it is done.
giving-already = The applications of { $giver } are already being handed over. This press changed nothing.
given-partly = Handed over from { $giver } to { $receiver }: { $count }. { $receiver } was suspended or removed meanwhile, so the rest stay with { $giver }.
given-faulty = Handed over from { $giver } to { $receiver }: { $count }. A fault in the program stopped it, and the rest stay with { $giver }. Please tell the operator; you may try again.
given = Handed over from { $giver } to { $receiver }: { $count }
handed-over = The applications of { $name } are yours now: { $count }. /log shows them.

restored-by-admin = Suspended by an admin, so only an admin can restore them.
invite-not-needed = You have access already, as { $role }, so this link was not used. It is still good; send it to the person it is for.
invite-usage = Please add the agent’s name. Example: /invite Rahim Uddin
invite-usage-admin = Please add the name, and before it the role where it is not an agent. Example: /invite supervisor Rahima Khatun
invite-made =
    Send this link to { $name }. Whoever opens it first is let in; it is good for { $count } days.
    { $link }

too-many-attempts = These are too many attempts for one hour. Nothing is lost; please go on later, or ask your supervisor.
