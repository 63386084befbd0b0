command-new = নতুন গ্রাহক নিবন্ধন
command-log = আমার সাম্প্রতিক আবেদন
command-stats = আমার হিসাব: আজ, সপ্তাহ, সফলতার হার
command-status = একটি আবেদনের অবস্থা: /status 01712345678
command-cancel = বর্তমান আবেদন বাতিল
command-erase = চিরতরে মুছুন: /erase 01712345678
command-help = কীভাবে কাজ করে
command-language = বাংলা / English
command-agents = কর্মী তালিকা ও হিসাব
command-invite = কাউকে আমন্ত্রণ
command-report = দলের হিসাব, কী আটকে আছে
command-announce = আপনার কর্মীদের জানান
command-export = আবেদনগুলো ফাইল হিসেবে
command-start = যেখানে থেমেছিলেন সেখান থেকে

welcome = স্বাগতম, { $name }। এখন গ্রাহক নিবন্ধন করতে পারেন।
welcome-supervisor =
    স্বাগতম, { $name }। আপনার দলের এজেন্টদের দেখাশোনা এখান থেকেই:
    /invite – কাউকে আমন্ত্রণ
    /agents – আপনার কর্মী তালিকা ও হিসাব
    /report – দলের হিসাব, কী আটকে আছে
    /announce – আপনার কর্মীদের জানান
    /export – আবেদনগুলো ফাইল হিসেবে
    /log vendor – যাচাই সেবার তালিকা
    চাইলে নিজেও গ্রাহক নিবন্ধন করতে পারেন: /new
welcome-admin =
    স্বাগতম, { $name }। সবার দেখাশোনা এখান থেকেই:
    /invite – এজেন্ট, সুপারভাইজার বা অ্যাডমিনকে আমন্ত্রণ
    /agents – সবার তালিকা ও হিসাব
    /report – সবার হিসাব, কী আটকে আছে
    /announce – আপনার কর্মীদের জানান
    /export – আবেদনগুলো ফাইল হিসেবে; /export full দিলে পুরো নাম ও নম্বরসহ
    /log vendor – যাচাই সেবার তালিকা
    চাইলে নিজেও গ্রাহক নিবন্ধন করতে পারেন: /new
welcome-back = আবার স্বাগতম, { $name }।
stranger = এই বট শুধু আমন্ত্রিত এজেন্টদের জন্য। আমন্ত্রণ লিংকের জন্য সুপারভাইজারকে বলুন। আপনার টেলিগ্রাম আইডি { $id }।
stranger-press = আপনি এখানে নিবন্ধিত নন।
suspended = আপনার জন্য এই বট ব্যবহারের অনুমতি এখন স্থগিত, তাই এখানে পাঠানো কিছু নেওয়া হচ্ছে না। আপনার সুপারভাইজার বা অ্যাডমিনকে জিজ্ঞাসা করুন।
invite-refused = এই আমন্ত্রণ আর কাজ করে না। সুপারভাইজারের কাছে নতুন আমন্ত্রণ চান; আপনার টেলিগ্রাম আইডি { $id }।
help =
    গ্রাহক নিবন্ধন: /new, তারপর প্রশ্নগুলোর উত্তর দিন।
    ছবি: ফটো বা ফাইল, যেভাবে খুশি; কার্ডের দুই দিক একসঙ্গেও পাঠানো যায়। টাইমার দেওয়া ছবি এখানে আসে না।
    নিজের কন্ট্যাক্ট এখানে একবার শেয়ার করুন; গ্রাহকের নম্বর হিসেবে সেটি লিখলে সতর্ক করা হবে।
    নিজের লেখায় ভুল হলে বার্তাটি এডিট করুন, উত্তরও বদলে যাবে।
    নেট কেটে গেলেও কিছু হারায় না: /start পাঠান, যেখানে থেমেছিলেন সেখান থেকেই চলবে।
help-supervisor = আপনার দলের এজেন্টদের দেখাশোনা আপনার কাজ।
help-admin = সবার দেখাশোনা আপনার কাজ।
language-changed = এখন থেকে বাংলায়।
language-choose = কোন ভাষায়?

## Which customer is talked about.

nothing-open = কোনো আবেদন খোলা নেই।
draft-open = { $customer }-এর আবেদন শেষ হয়নি। সেটি চালিয়ে যাবেন, না নতুন শুরু করবেন? কিছুই হারাবে না।
draft-first = { $customer }-এর আবেদন শেষ হয়নি। সেটি চালিয়ে যান, তারপর এইমাত্র যা পাঠিয়েছেন তা আবার পাঠান; সেটি নেওয়া হয়নি।
draft-waits = { $customer }-এর আবেদন আপনার অপেক্ষায় আছে।
draft-unnamed = নামহীন গ্রাহক
turned-to = এখন { $customer }-এর আবেদন চলছে।
nothing-to-cancel = কোনো অসম্পূর্ণ আবেদন খোলা নেই, তাই বাতিল করার কিছু নেই। আপনারগুলো /drafts-এ দেখুন।

## Lists and details.

log-heading = আপনার আবেদনগুলো, নতুন আগে ({ $total }টির~মধ্যে~{ $from }–{ $to }):
log-line = { $customer } · { $nid } · { $state }
log-empty = আপনার কোনো আবেদন নেই। /new দিয়ে শুরু করুন।
status-usage = রেফারেন্স বা গ্রাহকের মোবাইল নম্বরসহ এক বার্তায় পাঠান। যেমন: /status 01712345678
application-unknown = আপনার এমন কোনো আবেদন নেই; হয়তো মুছে ফেলা হয়েছে।
detail-created = শুরু: { $time }
detail-read = কার্ড পড়া: { $time }
detail-passed = যাচাই সফল: { $time }
detail-failed = যাচাই ব্যর্থ: { $time }
detail-invalid = এনআইডি সার্ভারে পাওয়া যায়নি: { $time }
detail-submitted = জমা: { $time }
detail-next-try = পরের চেষ্টা: { $time }
detail-asked = শেষ খোঁজ: { $time }
detail-mobile = মোবাইল: { $mobile }
detail-closed = অমীমাংসিত হিসেবে বন্ধ: { $time }
refresh-started = যাচাই সেবায় খোঁজ নেওয়া হচ্ছে…
refresh-too-soon = একটু আগেই খোঁজ নেওয়া হয়েছে। { $seconds } সেকেন্ড পরে আবার চাপুন।
not-yours = আবেদনটি আপনার নয়, অথবা মুছে ফেলা হয়েছে।
no-receipt = এই আবেদনের এখন কোনো রসিদ নেই।

short-filling = অসম্পূর্ণ
short-reviewing = জমা দেওয়া বাকি
short-submitting = পাঠানো হচ্ছে
short-checking = খোঁজ নেওয়া হচ্ছে
short-pending = যাচাই চলছে
short-closed = অমীমাংসিত
short-passed = যাচাই সফল
short-earlier = আগে ব্যর্থ
short-failed = যাচাই ব্যর্থ
short-invalid = এনআইডি সার্ভারে নেই

## Drafts.

command-drafts = অসম্পূর্ণ আবেদন ও যা বাকি
drafts-heading = আপনার অসম্পূর্ণ আবেদনগুলো, সর্বশেষটি আগে:
drafts-none = আপনার কোনো অসম্পূর্ণ আবেদন নেই। /new দিয়ে শুরু করুন।
draft-line = { $customer }: { $missing }
draft-complete = পূরণ হয়েছে, জমা বাকি
draft-untouched = এখনও কিছু দেওয়া হয়নি
draft-more = আরও { $count }টি

## Filters of the list, and what was looked for.

log-all = সব
log-drafts = অসম্পূর্ণ
log-waiting = অপেক্ষায়
log-passed = সফল
log-failed = ব্যর্থ
log-action = কাজ বাকি
log-none = { $which }: একটিও নেই
search-nothing = আপনার আবেদনগুলোর মধ্যে এমন কিছু পাওয়া যায়নি। নামের অংশ, বা এনআইডি কিংবা মোবাইল নম্বরের শেষ কয়েকটি ডিজিট দিয়ে দেখুন।
log-found = পাওয়া গেছে: { $count }টি
log-found-page = পাওয়া গেছে, নতুন আগে ({ $total }টির~মধ্যে~{ $from }–{ $to }):
log-found-more = { $count }টির মধ্যে নতুন { $shown }টি দেখানো হলো। বাকিগুলো পেতে নাম বা নম্বরের আরও অংশ লিখুন।
search-over = এর পরে অন্য কিছু খোঁজা হয়েছে। আবার খুঁজুন।

## The same person or number again.

duplicate-person = এই এনআইডি আপনার { $customer }-এর আবেদনে আগেই আছে: { $state }। আগে সেটি দেখুন।
duplicate-elsewhere = { $customer }-এর আবেদন আগে থেকেই চলছে, বা নিবন্ধন হয়ে গেছে। এগোনোর আগে সুপারভাইজারকে জিজ্ঞেস করুন।
duplicate-mobile = এই মোবাইল নম্বর আপনি আগে { $customer }-এর জন্য দিয়েছেন ({ $state })। পরিবারের একই ফোন হলে এগিয়ে যান।
duplicate-mobile-elsewhere = এই মোবাইল নম্বর অন্য আবেদনে আছে। নম্বরটি গ্রাহকের নিজের কি না জেনে নিন।

own-number-noted = আপনার নিজের নম্বর মনে রাখা হলো। গ্রাহকের নম্বর হিসেবে এটি লিখলে সতর্ক করা হবে।
own-number-foreign = আপনার নিজের নম্বর রাখা হয়নি, কারণ এটি বাংলাদেশের মোবাইল নম্বর নয়।
own-number-typed = এটি আপনার নিজের মোবাইল নম্বর। ভুল হলে “← আগের ধাপ” চেপে গ্রাহকের নম্বর লিখুন।

## What people see of the bot before they write to it.

bot-about = আমন্ত্রিত এজেন্টরা এখানে গ্রাহক নিবন্ধন করেন: এনআইডি কার্ডের ছবি, কয়েকটি প্রশ্ন, গ্রাহকের ছবি; ফল চ্যাটেই আসে। বাংলা ও ইংরেজিতে।
bot-about-short = গ্রাহক নিবন্ধন: কার্ড, প্রশ্ন, ফল।
language-name = বাংলা

## What the service is known to say.

said-wrong-side = কার্ডের সামনে-পেছন উল্টো হয়ে গেছে।
said-no-card = ছবিতে কার্ড চেনা যাচ্ছে না; কার্ডটি সমান জায়গায় রেখে চার কোণসহ ছবি তুলুন।
said-no-number = এনআইডি নম্বর পড়া যায়নি।
said-no-date = জন্মতারিখ পড়া যায়নি।
said-no-face = ছবিতে মুখ চেনা যাচ্ছে না; নতুন ছবি তুলুন।
said-unclear = ছবিটি পরিষ্কার নয়; ভালো আলোতে নতুন ছবি তুলুন।
said-too-large = ছবির ফাইল বেশি বড়; ফাইল হিসেবে না দিয়ে ফটো হিসেবে পাঠান।
said-not-an-image = ছবিটি নেওয়া যায়নি; নতুন ছবি তুলুন।
said-in-process = এই গ্রাহকের একটি আবেদন আগেই চলছে; তার ফলের অপেক্ষা করুন।
said-mobile = মোবাইল নম্বরটি নেওয়া যায়নি; মিলিয়ে দেখুন।
said-missing = কোনো একটি জরুরি তথ্য নেই; প্রতিটি ঘর মিলিয়ে দেখুন।
