## The card.

card-heading = This was read from the card.
card-missing = not read
card-has-marked = The marked fields are asked next, one by one.
field-failed = This did not match the register.
as-read = On the card
as-typed = You typed
in-barcode = In the barcode
barcode-says = barcode: { $value }
barcode-of-another = The back seems to be of another card: its barcode names { $name }.
card-unread =
    The card could not be read:
    { $reason }
card-misunderstood-next = The photos may be good. Tap “Read again”; if that does not help, send new photos.
card-unread-next = If front and back are the wrong way round, swap them. Otherwise send both photos again, or replace one of them.

reading-card = Reading the card… this takes 10 to 60 seconds. Please continue meanwhile.
reading-delayed = The service is not answering just now. The photos are kept, and the card will be read as soon as possible.
reading-denied = The service does not let the bot in at present; the admins have been told. The photos are kept, and the card will be read once that is mended.
reading-photo = Telegram does not give out the photos just now. They are kept there, and the card will be read as soon as possible.
reading-faulty = The bot had an internal error, of which the admins have been told. The photos are kept, and the card will be read as soon as possible.
reading-waits = The card will be read once both photos are good enough.
card-read = The card has been read.
card-unreadable = The card could not be read. If front and back are the wrong way round, swap them; otherwise send new photos of both sides.
card-misunderstood = The card has not been read: the service’s answer could not be understood. You can have it read again when you check the card.
reading = Reading the card
    .prompt = Everything else is answered. What is read from the card appears here by itself.
still-reading = Nothing is asked just now; please wait until the card has been read.

## The review.

review = Review
review-heading = Please check everything, then submit.
both-addresses = Addresses
tap-a-number = Tap a number to change it.
review-mark-edited = (changed)
review-mark-typed = (typed)
review-mark-spouse = (husband or wife)
review-mark-early = (perhaps typed before it was asked)
review-mark-own-name = (the customer’s own name)
review-mark-spouse-odd = (does this fit the gender?)
review-mark-barcode = (from the barcode)
review-mark-doubtful = please check
settled = { $title }: { $value }
settled-consent = The customer has agreed.

## After the last tap.

state-filling = Draft, not finished
state-reviewing = Draft, complete, not submitted
state-submitting = The application is being sent.
state-submitting-twin = Another application of the same person is still being sent or looked up. This one is kept and will be sent after that.
state-submitting-delayed = The service does not take the application just now. It is kept and will be sent automatically as soon as possible.
state-submitting-denied = The service does not let the bot in at present; the admins have been told. The application is kept and will be sent once that is mended.
state-submitting-photo = Telegram does not give out the photo just now. The application is kept and will be sent automatically as soon as possible.
state-submitting-faulty = The bot had an internal error, of which the admins have been told. The application is kept and will be sent automatically as soon as possible.
state-checking = It is not known yet whether the application has arrived. It is being looked up; please do not enter it again.
state-pending = Accepted. The identity check is running; the result will arrive here.
state-undecided = No result arrived, and the bot has stopped asking.
state-closed = Closed as unresolved: no result arrived within 30 days. “Refresh” asks once more.
state-passed = Passed
state-failed = Failed
state-invalid = Not found in the register

submission-refused =
    The service did not accept the application of { $customer }:
    { $reason }
    Nothing is lost. If something is wrong, correct it; then submit again.
refused-as-duplicate =
    The service did not accept the application of { $customer } a second time:
    { $reason }
    It may have arrived the first time. It is being looked up; please do not enter it again.
send-again-heading = The service says that it does not have the application of { $customer }. You may send it again.
found-heading = Nothing has been sent yet for { $customer }. The service already has an application of this person, or of somebody with this mobile number:
found-record-dated = • { $state }, from { $date }
found-record = • { $state }
found-times = ({ $count }~records)
found-pending = still being checked
found-passed = passed
found-failed = failed
found-invalid = not found in the register
found-question = If the customer was registered elsewhere, do not submit again.
kept-back = Not submitted. You can change the application, submit it later, or end it with /cancel.
reading-misunderstood = The service answered, but its answer could not be understood. The photos are kept, and the card is being read again.
answer-misunderstood = The service’s answer could not be understood.
reason-not-given = The service gave no reason.

receipt = Application received
receipt-reference = Reference: { $reference }
receipt-customer = Customer: { $customer }
receipt-nid = NID: { $nid }
receipt-time = Time: { $time }
receipt-next = The identity check is running. Our field agent will bring you the result.
receipt-helpline = Helpline: { $helpline }

## Short notices.

old-button = This button is from an earlier step. Here is the current one.
taken-already = Already done; the next step is below.
unknown-button = This button no longer works.
nothing-before = There is nothing before this step.
answer-repeated = You have sent your answer to “{ $field }” once more; it is taken already. If it answers this question too, send it again.
address-in-parts = If this belongs to the address, edit your message with the address instead, so that it has all of it.
reply-unclear = Which answer does this reply correct? Reply to the message with that answer, or use the buttons.
caption-unread = The words under the photo were not read. Send them as a message when they are asked for.
edit-taken = Corrected: { $field }.
edit-ignored = The edited message was not taken as an answer. Only the message that gave an answer can correct it; otherwise send a new message, or use the buttons.
choose-a-button = Please tap one of the buttons.
type-other = Please type it and send: { $field }
choose-an-option = That is not one of the choices; please tap a button or type one, for example { $option }.
confirm-cancel = Erase this application? Its photos and answers would be lost.
confirm-give-up = Give up the correction? The result and what was sent stay as they were.
correction-given-up = The correction was given up. The result stays as it was.
cancelled = The application was erased.
consent-refused = Without consent nothing is kept. The form was erased.

stray-sticker = Stickers cannot be used here.
stray-voice = Voice messages cannot be used here; please answer as asked below.
stray-video = Videos and GIFs cannot be used here; where a photo is asked for, send a photo.
stray-contact = Contacts cannot be used here; please answer as asked below.
stray-location = Locations cannot be used here; please answer as asked below.
stray-pdf = PDF files cannot be used here; where a photo is asked for, send a photo.
stray-too-large = This file is larger than 20~MB; please send the picture as a photo, not as a file.
stray-edited = An edited photo cannot be used here; please send it as a new message when it is asked for.
stray-command = A command such as /cancel does not work in an edited message or under a photo; please send it as a new message.
stray-forwarded = A forwarded message cannot confirm, change or submit anything; please tap the button, or type it yourself.
stray-other = This kind of message cannot be used here.
