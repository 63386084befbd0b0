### Why a typed answer was not taken: what is wrong, and an example.
### Numbers in the examples are invented.

invalid-nid-characters = এনআইডি নম্বরে শুধু সংখ্যা থাকে; কার্ড দেখে আবার লিখুন, যেমন ১২৩ ৪৫৬ ৭৮৯০।
invalid-nid-length = আপনি { $count }টি ডিজিট লিখেছেন, কিন্তু এনআইডি নম্বর ১০, ১৩ বা ১৭ ডিজিটের হয়, যেমন ১২৩ ৪৫৬ ৭৮৯০।
invalid-nid-repeated = একই ডিজিট বারবার দিয়ে এনআইডি নম্বর হয় না; কার্ড দেখে আবার লিখুন, যেমন ১২৩ ৪৫৬ ৭৮৯০।
invalid-nid-birth-year = ১৭ ডিজিটের এনআইডি নম্বর জন্মসাল দিয়ে শুরু হয়, আর { NUMBER($year, useGrouping: 0) } জন্মসাল হতে পারে না; কার্ড দেখে আবার লিখুন, যেমন ১৯৮০ ১২৩ ৪৫৬ ৭৮৯ ০১২৩।

invalid-date-form = তারিখটি বোঝা যায়নি; দিন, মাস ও বছর এভাবে লিখুন: ২৫/১০/১৯৮০ অথবা ২৫ অক্টোবর ১৯৮০।
invalid-date-year = বছরটি চার ডিজিটে লিখুন, যেমন ২৫/১০/১৯৮০।
invalid-date-unreal = ক্যালেন্ডারে এমন কোনো তারিখ নেই; আগে দিন, তারপর মাস ও বছর লিখুন, যেমন ২৫/১০/১৯৮০।
invalid-date-future = জন্মতারিখ আজকের পরে হতে পারে না; কার্ড দেখে আবার লিখুন, যেমন ২৫/১০/১৯৮০।
invalid-date-too-young = এই তারিখ অনুযায়ী গ্রাহকের বয়স { $age } বছর, কিন্তু ১৬ বছরের আগে এনআইডি কার্ড দেওয়া হয় না; কার্ডের তারিখটি লিখুন, যেমন ২৫/১০/১৯৮০।
invalid-date-too-old = এই তারিখ অনুযায়ী গ্রাহকের বয়স { NUMBER($age, useGrouping: 0) } বছর; বছরটি মিলিয়ে আবার লিখুন, যেমন ২৫/১০/১৯৮০।

invalid-mobile-characters = একটি মোবাইল নম্বর শুধু সংখ্যা দিয়ে লিখুন, যেমন ০১৭১২-৩৪৫৬৭৮।
invalid-mobile-length = শুরুর ০ সহ মোবাইল নম্বরে ১১টি ডিজিট থাকে, কিন্তু এখানে আছে { $count }টি; আবার লিখুন, যেমন ০১৭১২-৩৪৫৬৭৮।
invalid-mobile-prefix = বাংলাদেশের মোবাইল নম্বর ০১৩ থেকে ০১৯-এর যেকোনো একটি দিয়ে শুরু হয়, যেমন ০১৭১২-৩৪৫৬৭৮।
invalid-mobile-foreign = এটি অন্য দেশের নম্বর; বাংলাদেশের একটি মোবাইল নম্বর লিখুন, যেমন ০১৭১২-৩৪৫৬৭৮।

## The answer is a name, an address or other words; $kind says which.

invalid-wording-example = { $kind ->
    [name-in-bangla] মোঃ আব্দুর রহিম
    [name-in-english] Md. Abdur Rahim
    [address] বাসা ৩, রোড ৭, মোহাম্মদপুর, ঢাকা
    [short-text] দর্জি
   *[name] রহিমা খাতুন
 }
invalid-wording-empty = এই উত্তরে পড়ার মতো কিছু নেই; অনুগ্রহ করে লিখুন, যেমন: { invalid-wording-example }
invalid-wording-placeholder = এটি বাদ দেওয়া যায় না; কার্ড দেখে বা গ্রাহকের কাছে জেনে লিখুন, যেমন: { invalid-wording-example }
invalid-wording-no-letters = এই উত্তরে কোনো অক্ষর নেই; কথায় লিখুন, যেমন: { invalid-wording-example }
invalid-wording-too-long = আপনার লেখাটি { $count } অক্ষরের, কিন্তু সর্বোচ্চ { $longest } অক্ষর পাঠানো যায়; ছোট করে লিখুন, যেমন: { invalid-wording-example }
