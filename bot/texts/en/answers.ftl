### Why an answer was not taken: what is wrong, and an example. The same sentences are shown with
### values that a card reader got wrong. Numbers in the examples are invented.

invalid-nid-characters = An NID number has digits only; please type it as on the card, for example 123~456~7890.
invalid-nid-length = This number has { $count ->
    [one] 1 digit
   *[other] { $count } digits
 }, but an NID number has 10, 13 or 17; please type it as on the card, for example 123~456~7890.
invalid-nid-repeated = One digit repeated is not an NID number; please type it as on the card, for example 123~456~7890.
invalid-nid-birth-year = An NID number of 17 digits begins with the year of birth, which cannot be { NUMBER($year, useGrouping: 0) }; for example 1980~123~456~789~0123.

invalid-date-form = This is not a date; please type day, month and year, for example 25/10/1980 or 25~Oct~1980.
invalid-date-year = Please type the year with four digits, for example 25/10/1980.
invalid-date-century = Is this { $dates }? Please type the year with four digits, for example 25/10/1980.
invalid-date-unreal = There is no such day in the calendar; please type the day first, then month and year, for example 25/10/1980.
invalid-date-future = A date of birth cannot be in the future; please type it as on the card, for example 25/10/1980.
invalid-date-too-young = With this date the customer is { $age ->
    [one] 1 year
   *[other] { $age } years
 } old, but NID cards are issued from the age of 16; please type the date as on the card, for example 25/10/1980.
invalid-date-too-old = With this date the customer is { NUMBER($age, useGrouping: 0) } years old; please check the year, for example 25/10/1980.

invalid-mobile-characters = Please type one mobile number in digits only, for example 01712-345678.
invalid-mobile-length = A mobile number has 11 digits with its first 0, and this one has { $count }; please type it again, for example 01712-345678.
invalid-mobile-several = These are several numbers; please type only one, the customer’s own, for example 01712-345678.
invalid-mobile-prefix = Mobile numbers in Bangladesh begin with 013 to 019; please type it again, for example 01712-345678.
invalid-mobile-foreign = This number is from another country; please type a mobile number of Bangladesh, for example 01712-345678.

## The answer is a name, an address or other words; $kind says which.

invalid-wording-example = { $kind ->
    [name-in-bangla] মোঃ আব্দুর রহিম
    [name-in-english] Md. Abdur Rahim
    [address] House 3, Road 7, Mohammadpur, Dhaka
    [short-text] Tailor
    [relation] Uncle
   *[name] Rahima Khatun
 }
invalid-wording-empty = There is nothing to read in this answer; please type it, for example: { invalid-wording-example }
invalid-wording-placeholder = This cannot be left out; please ask the customer or look at the card, and type it, for example: { invalid-wording-example }
invalid-wording-short = Yes, no, “the same” or a greeting is not enough here; please type the answer itself, for example: { invalid-wording-example }
invalid-wording-only-relation = This is only the relationship; please type the nominee’s full name, for example: { invalid-wording-example }
invalid-wording-only-died = This only says that the person has died; please type the full name too, for example: { invalid-wording-example }
invalid-wording-begun = This is only the beginning of a name; please type the full name in one message, for example: { invalid-wording-example }
invalid-wording-digits = A name has no digits; please type only the name, for example: { invalid-wording-example }
invalid-wording-no-letters = There are no letters in this answer; please type it in words, for example: { invalid-wording-example }
invalid-wording-too-long = This answer has { $count } characters, and at most { $longest } can be sent; please type it shorter, for example: { invalid-wording-example }
