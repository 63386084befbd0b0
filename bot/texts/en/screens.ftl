# -- the card -----------------------------------------------------------------------------
card-heading = This was read from the card. Compare it with the card:
card-missing = not read
card-has-missing = Some fields were not read; they are asked next.
card-unread = The card could not be read: { $reason }
card-unread-next = Send a new photo of one side, or have it read again.
card-edited = changed

reading-card = Reading the card… this takes 10 to 60 seconds. Please go on meanwhile.
card-read = The card has been read.
card-unreadable = The card could not be read. You will be asked for better photos.
reading-delayed = The service does not answer just now. The photos are kept, reading is tried again by itself.
reading = Reading the card
    .prompt = Everything else is answered. The card is still being read; it appears here by itself.
still-reading = Nothing to type now.

# -- the review and after -------------------------------------------------------------------
review = Review
review-heading = Please check everything, then submit:
review-mark-edited = (changed)
review-mark-doubtful = please check
settled = { $title }: { $value }
settled-consent = The customer has agreed.

state-submitting = The application is being sent.
state-submitting-delayed = The service cannot be reached. The application is kept and goes by itself as soon as it can.
state-checking = It is not known yet whether the application has arrived. It is being looked up; please do not enter it again.
state-pending = Accepted. The background check is running; the result comes here by itself.
state-filling = Draft, not finished
state-reviewing = Draft, complete, not submitted
state-passed = Passed
state-failed = Failed
state-invalid = Not found in the register
submission-delayed = The service cannot be reached just now. The application of { $customer } is kept and goes by itself; you need not wait.
submission-unclear = No clear answer came for the application of { $customer }. It is being looked up; please do not enter it again.
submission-refused = The service did not accept the application of { $customer }: { $reason } Nothing is lost; please correct it and submit again.
send-again-heading = The service says that it does not have the application of { $customer }. You may send it again.
photo-being-checked = The customer’s photo is still being checked. Please submit in a moment.

receipt = Application received
receipt-reference = Reference: { $reference }
receipt-customer = Customer: { $customer }
receipt-nid = NID: { $nid }
receipt-time = Time: { $time }
receipt-next = The identity check is running. The result comes here by itself.

# -- short notices ----------------------------------------------------------------------------
old-button = This button is from an earlier step. Here is the present one.
unknown-button = This button does not work any more.
nothing-before = There is nothing before this step.
edit-taken = Corrected.
edit-ignored = A changed message is not taken as an answer. Use the buttons to change a field.
cancelled = The application was erased.
consent-refused = Without consent nothing is stored. The draft was erased.
confirm-cancel = Erase this application? Photos and answers are lost.
choose-a-button = Please tap one of the buttons.
photo-needed = A photo is needed here.
no-photo-now = No photo is expected here. To replace one, use the buttons of the review.
photo-forwarded = This photo was forwarded. Take it yourself, with the customer present, if you can.
picture-refused = The photo cannot be used ({ $slot }).
answer-misunderstood = The service gave an answer that could not be understood.
photo-gone = Telegram does not give the photo out any more. Please send it again.

stray-sticker = A sticker does not help here.
stray-voice = Voice messages cannot be read. Please type or tap.
stray-video = A video does not help here. Please send a photo.
stray-contact = Contacts are not taken. Please type the answer.
stray-location = Locations are not taken. Please type the answer.
stray-pdf = PDF files are not taken. Please send a photo of the card.
stray-too-large = The file is over 20 MB. Please send it as a photo.
stray-other = This kind of message is not understood here.
