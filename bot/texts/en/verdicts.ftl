verdict-passed = Passed: { $customer }
verdict-failed = Failed: { $customer }
verdict-invalid = Not found in the register: { $customer }
verdict-correction = Correction of an earlier result:
verdict-nid = NID~{ $nid } · reference~{ $reference }
verdict-all-match = { $count ->
    [one] the field and both photos match
   *[other] all { $count } fields and both photos match
 }
verdict-scores = Match with the register, lowest first:
verdict-card-photo = Photo on the card: { $result }
verdict-selfie = Photo of the customer: { $result }
verdict-match = matches
verdict-no-match = does not match
verdict-unknown = the service does not say
verdict-differs = differs
next-passed = Next: the account can be opened.
next-failed = “Fix and resubmit” asks only for this:
next-failed-text = compare it with the card letter by letter.
next-failed-texts = compare each with the card letter by letter.
next-failed-front = take a new, sharp photo.
next-failed-selfie = take a new photo in good light.
next-failed-some-text = Some text differs too, and the service does not say which; compare each with the card at the review.
next-failed-unknown = Next: the service does not say what differs. Check everything with “Fix and resubmit”, or ask your supervisor.
next-erased = To try again, start with /new.
next-invalid = Next: compare the digits of the NID number and the date of birth with the card and tap “Fix and resubmit”. A new card can need some days.
verdict-attempt = Attempt { $number }
