button-agree = হ্যাঁ, রাজি
button-refuse = না
button-back = পেছনে
button-keep = এটাই থাক: { $value }
button-keep-picture = এই ছবিই থাক
button-all-correct = সব ঠিক আছে
button-continue = চিহ্নিত ঘরগুলোয় যান
button-use-anyway = এটাই চলবে: { $field }
button-swap = সামনে-পেছন বদলান
button-new-front = সামনের নতুন ছবি
button-new-back = পেছনের নতুন ছবি
button-read-again = আবার পড়ুন
button-edit = বদলান: { $field }
button-submit = জমা দিন
button-fix = ঠিক করে আবার জমা
button-send-again = আবার পাঠান
button-erase = হ্যাঁ, মুছুন
button-stay = না, চালিয়ে যাই
button-new = নতুন গ্রাহক
button-log = আমার আবেদনগুলো
button-continue-draft = চালিয়ে যান: { $customer }
button-erase-draft = মুছুন: { $customer }
button-open = দেখুন: { $customer }
button-refresh = এখনকার খবর
button-newer = আরও নতুন
button-older = আরও পুরোনো

## Words that mean a button when they are typed, besides its own; one slash between two.

words-consent = হ্যাঁ / জি / জ্বি / রাজি / ঠিক আছে
words-decline = না / রাজি না / রাজি নন
words-card-ok = হ্যাঁ / জি / জ্বি / ঠিক / ঠিক আছে
words-erase = হ্যাঁ / জি / জ্বি / মুছুন
words-stay = না / চালিয়ে যান
words-submit = জমা / সাবমিট / পাঠান
words-back = পিছনে / আগের ধাপ
