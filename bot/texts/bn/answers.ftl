### Why an answer was not taken: what is wrong, and an example. The same sentences are shown with
### values that a card reader got wrong. Numbers in the examples are invented.

invalid-nid-characters = এনআইডি নম্বরে শুধু ডিজিট থাকে; কার্ড দেখে আবার লিখুন, যেমন 123~456~7890।
invalid-nid-length = এই নম্বরে { $count }টি ডিজিট আছে, কিন্তু এনআইডি নম্বর ১০, ১৩ বা ১৭ ডিজিটের হয়; কার্ড দেখে আবার লিখুন, যেমন 123~456~7890।
invalid-nid-repeated = একই ডিজিট বারবার দিয়ে এনআইডি নম্বর হয় না; কার্ড দেখে আবার লিখুন, যেমন 123~456~7890।
invalid-nid-birth-year = ১৭ ডিজিটের এনআইডি নম্বর জন্মের সাল দিয়ে শুরু হয়, আর { $year } জন্মের সাল হতে পারে না; কার্ড দেখে আবার লিখুন, যেমন 1980~123~456~789~0123।

invalid-date-form = এটি তারিখ নয়; দিন, মাস ও বছর লিখুন, যেমন ২৫/১০/১৯৮০ অথবা ২৫ অক্টোবর ১৯৮০।
invalid-date-year = বছরটি চার অঙ্কে লিখুন, যেমন ২৫/১০/১৯৮০।
invalid-date-century = তারিখটি কি { $dates }? বছরটি চার অঙ্কে লিখুন, যেমন ২৫/১০/১৯৮০।
invalid-date-unreal = ক্যালেন্ডারে এমন তারিখ নেই; আগে দিন, তারপর মাস ও বছর লিখুন, যেমন ২৫/১০/১৯৮০।
invalid-date-future = জন্মতারিখ আজকের পরে হতে পারে না; কার্ড দেখে আবার লিখুন, যেমন ২৫/১০/১৯৮০।
invalid-date-too-young = এই তারিখ ধরলে গ্রাহকের বয়স { $age } বছর, কিন্তু ১৬ বছরের আগে এনআইডি কার্ড হয় না; কার্ড দেখে তারিখটি লিখুন, যেমন ২৫/১০/১৯৮০।
invalid-date-too-old = এই তারিখ ধরলে গ্রাহকের বয়স { $age } বছর; বছরটি মিলিয়ে আবার লিখুন, যেমন ২৫/১০/১৯৮০।

invalid-mobile-characters = একটি মোবাইল নম্বর শুধু ডিজিট দিয়ে লিখুন, যেমন 01712-345678।
invalid-mobile-length = শুরুর 0 সহ মোবাইল নম্বরে ১১টি ডিজিট থাকে, এখানে আছে { $count }টি; আবার লিখুন, যেমন 01712-345678।
invalid-mobile-several = এখানে একাধিক নম্বর আছে; শুধু গ্রাহকের নিজের একটি নম্বর লিখুন, যেমন 01712-345678।
invalid-mobile-prefix = বাংলাদেশের মোবাইল নম্বর 013 থেকে 019 দিয়ে শুরু হয়; আবার লিখুন, যেমন 01712-345678।
invalid-mobile-foreign = এটি অন্য দেশের নম্বর; বাংলাদেশের মোবাইল নম্বর লিখুন, যেমন 01712-345678।

## The answer is a name, an address or other words; $kind says which.

invalid-wording-example = { $kind ->
    [name-in-bangla] মোঃ আব্দুর রহিম
    [name-in-english] Md. Abdur Rahim
    [address] বাসা ৩, রোড ৭, মোহাম্মদপুর, ঢাকা
    [short-text] দর্জি
    [relation] চাচা
   *[name] রহিমা খাতুন
 }
invalid-wording-empty = এই উত্তরে পড়ার মতো কিছু নেই; আবার লিখুন, যেমন: { invalid-wording-example }
invalid-wording-placeholder = এটি বাদ দেওয়া যায় না; কার্ড দেখে বা গ্রাহকের কাছে জেনে লিখুন, যেমন: { invalid-wording-example }
invalid-wording-short = এখানে শুধু হ্যাঁ, না, “একই” বা সালাম লিখলে হবে না; আসল উত্তরটি লিখুন, যেমন: { invalid-wording-example }
invalid-wording-only-relation = এটি শুধু সম্পর্ক; নমিনির পুরো নাম লিখুন, যেমন: { invalid-wording-example }
invalid-wording-only-died = এতে শুধু মৃত্যুর কথা আছে; পুরো নামটিও লিখুন, যেমন: { invalid-wording-example }
invalid-wording-begun = এটি নামের শুরু মাত্র; পুরো নামটি একটি বার্তায় লিখুন, যেমন: { invalid-wording-example }
invalid-wording-digits = নামে কোনো সংখ্যা থাকে না; শুধু নামটি লিখুন, যেমন: { invalid-wording-example }
invalid-wording-no-letters = এই উত্তরে কোনো অক্ষর নেই; কথায় লিখুন, যেমন: { invalid-wording-example }
invalid-wording-too-long = উত্তরটি { $count } অক্ষরের, কিন্তু { $longest } অক্ষরের বেশি পাঠানো যায় না; ছোট করে লিখুন, যেমন: { invalid-wording-example }
