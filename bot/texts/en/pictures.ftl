### Why a picture cannot be used, and what helps.

picture-not-an-image = This file is not a picture; please take a photo with the camera and send it here.
picture-pdf = This is a PDF document; please take a photo with the camera and send that instead.
picture-video = This is a video; please take a still photo and send that instead.
picture-heic = This is a HEIC file, which cannot be read here; please send the same picture as a photo, not as a file.
picture-truncated = This picture did not arrive whole; please send it again, or take a new one.
picture-too-many-bytes = This file is larger than 20 MB; please send the same picture as a photo, not as a file.
picture-too-many-pixels = This picture has too many pixels; please send it as a photo, not as a file.
picture-too-small = This picture is too small to be read; please take a new photo from close by and send the original, not a copy of the screen.
photo-gone = Telegram does not give this photo out any more; please send it again.

## The picture can be used, but not here or not now.

same-picture = This is the same picture as one you have already sent; please take a new photo of what is asked for.
consent-first = First the customer must agree; please tap a button, then send the photos.
two-photos-only = Two photos are enough, and they are kept; this one more was not taken.
no-photo-now = No photo is needed here. To replace one, use the buttons on the last page.
photo-needed = A photo is needed here, not text; please send it with the camera.
photo-forwarded = This photo was forwarded. If you can, take it yourself, with the customer present.
