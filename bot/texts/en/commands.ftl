command-new = Register a new customer
command-log = My recent applications
command-status = State of an application: /status 01712345678
command-cancel = Give up the present application
command-help = How it works
command-language = বাংলা / English
command-start = Go on where you were

welcome = Welcome, { $name }. You can register customers now.
welcome-back = Welcome back, { $name }.
nothing-open = No application is open.
invite-used = This invitation is not valid any more. Ask for a new one.
stranger = This bot is for invited field agents. Your Telegram number is { $id }; give it to your supervisor to be invited.
stranger-press = You are not registered here.
draft-open = The application of { $customer } is not finished. Continue, or begin a new one? Nothing is lost.
draft-unnamed = a customer without a name yet
language-changed = From now on in English.
language-choose = Which language?
help =
    Register a customer: /new, then follow the questions.
    Photos: as photo or file, both sides of the card together if you like. Photos with a timer never arrive.
    Nothing is lost when the connection breaks: send any message to go on.
    /log shows your applications, /status 01712345678 one of them, /cancel erases the present draft.
nothing-to-cancel = No draft is open; there is nothing to cancel.

log-heading = Your applications, newest first ({ $from }–{ $to } of { $total }):
log-line = { $customer } · { $nid } · { $state }
log-empty = You have no applications yet. Begin with /new.
status-usage = Add the customer’s mobile number. Example: /status 01712345678
status-unknown = You have no application under this number.
detail-created = Begun: { $time }
detail-submitted = Submitted: { $time }
detail-asked = Last asked: { $time }
detail-mobile = Mobile: { $mobile }
refresh-started = Asking the service…
refresh-too-soon = Asked a moment ago. Try again in { $seconds } seconds.
not-yours = This application is not yours, or it was erased.

alert-denied = The eKYC service refuses the token (EKYC_TOKEN). Sending waits until it is right.
alert-update = An update could not be handled and was set aside (number { $id }).

short-filling = draft
short-reviewing = draft, complete
short-submitting = being sent
short-checking = being looked up
short-pending = pending
short-passed = passed
short-failed = failed
short-invalid = not found
