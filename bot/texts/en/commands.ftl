command-new = Register a new customer
command-log = My recent applications
command-stats = My numbers: today, week, pass rate
command-status = State of an application: /status 01712345678
command-cancel = Give up the current application
command-erase = Erase for good: /erase 01712345678
command-help = How it works
command-language = বাংলা / English
command-agents = Your people
command-invite = Invite somebody
command-report = Numbers, and what is waiting
command-announce = Write to your people
command-export = Applications as a file
command-start = Continue where you left off

welcome = Welcome, { $name }. You can register customers now.
welcome-supervisor =
    Welcome, { $name }. You look after the agents of your team:
    /invite – invite somebody
    /agents – your people and their numbers
    /report – the team’s numbers, and what is waiting
    /announce – write to your people
    /export – the applications as a file
    /log vendor – the log of the identity check
    You can also register customers yourself: /new
welcome-admin =
    Welcome, { $name }. You look after everybody:
    /invite – invite agents, supervisors, admins
    /agents – all people and their numbers
    /report – everybody’s numbers, and what is waiting
    /announce – write to your people
    /export – the applications as a file; /export full with full names and numbers
    /log vendor – the log of the identity check
    You can also register customers yourself: /new
welcome-back = Welcome back, { $name }.
stranger = This bot is for invited field agents. Ask your supervisor for an invitation link. Your Telegram ID is { $id }.
stranger-press = You are not registered here.
suspended = Your access to this bot is suspended, so nothing that you send is taken. Please ask your supervisor or an admin.
invite-refused = This invitation is no longer valid. Please ask your supervisor for a new one; your Telegram ID is { $id }.
help =
    Register a customer: /new, then follow the questions.
    Photos: as photo or as file, both sides of the card together if you like. Photos sent with a timer cannot be received.
    Share your own contact here once, and the bot warns you if you enter your own number for a customer.
    Made a mistake in your own message? Edit the message, and the answer changes with it.
    Nothing is lost when the connection breaks: send /start to continue where you stopped.
help-supervisor = You look after the agents of your team.
help-admin = You look after everybody.
language-changed = From now on in English.
language-choose = Which language?

## Which customer is talked about.

nothing-open = No application is open.
draft-open = The application of { $customer } is not finished. Continue it, or start a new one? Nothing is lost.
draft-first = The application of { $customer } is not finished. Continue it, then send again what you just sent; it was not taken.
edit-of-other = The edited message is an answer of { $customer }. To correct it, continue that application, then edit it again.
photo-of-other = This photo was sent together with one of { $customer } and was not taken. Continue that application, then send it again.
draft-waits = The application of { $customer } is waiting for you.
draft-unnamed = an unnamed customer
unnamed = Unnamed customer
turned-to = Now working on { $customer }.
nothing-to-cancel = No draft is open, so there is nothing to cancel. /drafts lists yours.

## Lists and details.

log-heading = Your applications, newest first ({ $from }–{ $to }~of~{ $total }):
log-line = { $customer } · { $nid } · { $state }
log-empty = You have no applications yet. Start with /new.
status-usage = Send the command with the reference or the customer’s mobile number, in one message. Example: /status 01712345678
application-unknown = You have no such application; perhaps it was erased.
detail-created = Started: { $time }
detail-read = Card read: { $time }
detail-passed = Passed: { $time }
detail-failed = Failed: { $time }
detail-invalid = Not found in the register: { $time }
detail-submitted = Submitted: { $time }
detail-next-try = Next try: { $time }
detail-asked = Last asked: { $time }
detail-mobile = Mobile: { $mobile }
detail-closed = Closed as unresolved: { $time }
refresh-started = Asking the service…
refresh-too-soon = Asked a moment ago. Please try again in { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
 }.
not-yours = This application is not yours, or it was erased.
no-receipt = This application has no receipt now.

short-filling = draft
short-reviewing = draft, complete
short-submitting = being sent
short-checking = being looked up
short-pending = pending
short-closed = unresolved
short-passed = passed
short-earlier = failed before
short-failed = failed
short-invalid = not found

## Drafts.

command-drafts = My drafts, with what is missing
drafts-heading = Your drafts, the last one first:
drafts-none = You have no drafts. Start with /new.
draft-line = { $customer }: { $missing }
draft-complete = complete, not submitted
draft-untouched = nothing entered yet
draft-more = { $count } more

## Filters of the list, and what was looked for.

log-all = All
log-drafts = Drafts
log-waiting = Waiting
log-passed = Passed
log-failed = Failed
log-action = To do
log-none = { $which }: none
search-nothing = Nothing found among your applications. Try part of the name, or the last digits of the NID or mobile number.
log-found = Found: { $count }
log-found-page = Found, newest first ({ $from }–{ $to }~of~{ $total }):
log-found-more = These are the newest { $shown }~of~{ $count }. Type more of the name or the number to find the others.
search-over = You have searched for something else since. Please search again.

## The same person or number again.

duplicate-person = This NID is already in your application of { $customer }: { $state }. Please look at it first.
duplicate-elsewhere = { $customer } already has an application or is registered. Please ask your supervisor before you go on.
duplicate-mobile = You have used this mobile number for { $customer } before ({ $state }). If the family shares a phone, go on.
duplicate-mobile-elsewhere = This mobile number is used in another application. Please ask the customer whether it is their own.

own-number-noted = Saved. The bot will warn you if you enter your own number for a customer.
own-number-foreign = Your own number was not saved, because it is not a mobile number of Bangladesh.
own-number-typed = This is your own mobile number. If that was a slip, tap “← Previous step” and type the customer’s.

## What people see of the bot before they write to it.

bot-about = Invited field agents register customers here: photos of the NID card, a few questions, a photo of the customer, and the result arrives in the chat. In English and Bangla.
bot-about-short = Register customers: card, questions, result.
language-name = English

## What the service is known to say.

said-wrong-side = Front and back are the wrong way round.
said-no-card = No card is recognised in the photo; please photograph the card flat, with all four corners.
said-no-number = The NID number could not be read.
said-no-date = The date of birth could not be read.
said-no-face = No face is recognised in the photo; please take a new one.
said-unclear = The photo is not clear; please take a new one in good light.
said-too-large = The photo is too large; please send it as a photo, not as a file.
said-not-an-image = The photo was not accepted; please take a new one.
said-in-process = An application of this customer is already in process; please wait for its result.
said-exists = The service already has these details; please check whether the customer is registered.
said-mobile = The mobile number was not accepted; please compare it.
said-missing = Something required is missing; please check.
