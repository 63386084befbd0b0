### Why a picture cannot be used, and what helps.

picture-not-an-image = This file is not a picture; please take a photo with the camera and send it here.
picture-other-format = Pictures in this format cannot be opened here; please send the same picture as a photo, not as a file.
picture-raw = This is a raw photo (DNG, NEF, …), which cannot be opened here; please send it as a photo, not as a file, or take it without raw.
picture-pdf = This is a PDF document; please take a photo with the camera and send that instead.
picture-video = This is a video; please take a still photo and send that instead.
picture-heic = This HEIC picture is damaged; please send the same picture as a photo, not as a file.
picture-truncated = This picture arrived incomplete; please send it again, or take a new one.
picture-too-many-bytes = This file is larger than 20~MB; please send the same picture as a photo, not as a file.
picture-too-many-pixels = This picture has too many pixels; please send it as a photo, not as a file.
picture-too-complex = This picture file is built in an unusual way and cannot be opened; please send the same picture as a photo, not as a file.
picture-too-small = This picture is too small to be read; please take a new photo from close by and send the original, not a screenshot.
picture-unopened = This picture could not be opened here; please take a new photo with the camera and send it.
photo-gone = This photo is no longer available from Telegram; please send it again.

## The picture shows somebody or something else; the agent may use it anyway at once.

picture-of-person = This shows a person, not the card; please photograph the card.
picture-wrong-side = This looks like the other side of the card; please turn the card over and take the photo again.
picture-small-face = The face is small, as on a card; please photograph the customer’s own face, from close by.
picture-several-faces = Several faces can be seen; please photograph the customer alone.
picture-no-face = No face can be seen; please take the customer’s face from the front, close by, in good light.

## The picture could be better; after two refusals the agent may use it anyway.

picture-sideways = This photo is sideways; please hold the phone so that face and text are upright.
picture-part-missing = The lower part of this picture is missing; please send it again, or take a new one.
picture-dark = This photo is too dark; please go to a window or switch on a light.
picture-washed-out = This photo is too bright; please move out of the sun and switch the flash off.
picture-blurred = This photo is blurred; please hold still, tap the screen on the card or face, then take it.
picture-cut-off = A part of the card is cut off; please have all four corners in the photo.
picture-glare = Light is reflected on the card; please tilt it a little and take the photo without flash.
picture-small = The resolution of this photo is too low; please send it as a file, or move closer and take it again.

## The picture can be used, but not here or not now.

same-picture = This is the same picture as one you have already sent; please take a new one.
photo-now-or-later = Send the new photo now, or answer this first:
consent-first = First the customer must agree; please tap a button, then send the photos.
two-photos-only = Two photos are enough, and they are kept; the extra photo was ignored.
no-photo-now = No photo is needed here. To replace one, use the buttons on the review screen.
photo-button-first = This photo was not taken. To replace a photo, first tap its button below.
photo-needed = A photo is needed here, not text; please take one with the camera and send it.
photo-failed-before = ⚠ { $field }: this is the very photo that did not match. With a new one the check is more likely to pass.
photo-forwarded = This photo was forwarded. If you can, take it yourself, with the customer present.

## What a good photo looks like, shown to each agent once.

example-front = Like the large picture: the card flat, all four corners, sharp. Not cut off, not blurred.
example-selfie = Like the large picture: the face from the front, close by, in good light. Not dark, not far away.
