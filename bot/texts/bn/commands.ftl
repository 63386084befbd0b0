command-new = নতুন গ্রাহক নিবন্ধন
command-log = আমার সাম্প্রতিক আবেদন
command-status = একটি আবেদনের অবস্থা: /status 01712345678
command-cancel = এখনকার আবেদন বাতিল
command-help = কীভাবে কাজ করে
command-language = বাংলা / English
command-start = যেখানে ছিলেন সেখান থেকে

welcome = স্বাগতম, { $name }। এখন গ্রাহক নিবন্ধন করতে পারেন।
welcome-back = আবার স্বাগতম, { $name }।
nothing-open = কোনো আবেদন খোলা নেই।
invite-used = আমন্ত্রণটি আর কাজ করে না। নতুন আমন্ত্রণ চেয়ে নিন।
stranger = এই বট শুধু আমন্ত্রিত মাঠকর্মীদের জন্য। আপনার টেলিগ্রাম নম্বর { $id }; আমন্ত্রণের জন্য নম্বরটি সুপারভাইজারকে দিন।
stranger-press = আপনি এখানে নিবন্ধিত নন।
draft-open = { $customer }-এর আবেদন শেষ হয়নি। চালিয়ে যাবেন, না নতুন শুরু করবেন? কিছুই হারাবে না।
draft-unnamed = নাম না জানা গ্রাহক
language-changed = এখন থেকে বাংলায়।
language-choose = কোন ভাষায়?
help =
    গ্রাহক নিবন্ধন: /new, তারপর প্রশ্নগুলোর উত্তর দিন।
    ছবি: ছবি বা ফাইল হিসেবে, চাইলে কার্ডের দুই দিক একসঙ্গে। টাইমার দেওয়া ছবি কখনো পৌঁছায় না।
    সংযোগ কেটে গেলেও কিছু হারায় না: যেকোনো বার্তা পাঠিয়ে এগিয়ে যান।
    /log আপনার আবেদনগুলো, /status 01712345678 একটি আবেদন, /cancel এখনকার খসড়া মুছে দেয়।
nothing-to-cancel = কোনো খসড়া খোলা নেই; বাতিল করার কিছু নেই।

log-heading = আপনার আবেদনগুলো, নতুন আগে ({ $total }টির { $from }–{ $to }):
log-line = { $customer } · { $nid } · { $state }
log-empty = আপনার কোনো আবেদন নেই। /new দিয়ে শুরু করুন।
status-usage = গ্রাহকের মোবাইল নম্বর দিন। যেমন: /status 01712345678
status-unknown = এই নম্বরে আপনার কোনো আবেদন নেই।
detail-created = শুরু: { $time }
detail-submitted = জমা: { $time }
detail-asked = শেষ খোঁজ: { $time }
detail-mobile = মোবাইল: { $mobile }
refresh-started = সেবাকে জিজ্ঞেস করা হচ্ছে…
refresh-too-soon = একটু আগেই খোঁজ নেওয়া হয়েছে। { $seconds } সেকেন্ড পরে চেষ্টা করুন।
not-yours = আবেদনটি আপনার নয়, অথবা মুছে ফেলা হয়েছে।

alert-denied = ইকেওয়াইসি সেবা টোকেন (EKYC_TOKEN) মানছে না। ঠিক না হওয়া পর্যন্ত পাঠানো বন্ধ।
alert-update = একটি আপডেট প্রক্রিয়া করা যায়নি, আলাদা রাখা হয়েছে (নম্বর { $id })।

short-filling = খসড়া
short-reviewing = খসড়া, সম্পূর্ণ
short-submitting = পাঠানো হচ্ছে
short-checking = খোঁজ নেওয়া হচ্ছে
short-pending = অপেক্ষায়
short-passed = উত্তীর্ণ
short-failed = উত্তীর্ণ হয়নি
short-invalid = পাওয়া যায়নি
