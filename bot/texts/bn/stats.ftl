# An agent's own numbers: under the picture, and in it.

stats-today = আজ: { $states }
stats-week = গত { $count } দিন: { $states }
stats-nothing = কিছু শুরু হয়নি
stats-empty = গত { $count } দিনে আপনি কোনো আবেদন শুরু করেননি। /new দিয়ে শুরু করুন।

stats-heading = আমার কাজ
stats-label-today = আজ
stats-label-week = গত { $count } দিন
stats-label-rate = সফলতার হার
stats-label-first = প্রথমবারেই সফল
stats-label-begun = শুরু হয়েছে
stats-label-decided = { $count }টি চেষ্টার
stats-label-passed = সফল: { $count }
stats-label-failed = সফল হয়নি: { $count }
stats-label-open = ফল বাকি: { $count }
stats-label-reasons = সফল না হওয়ার কারণ

# The evening picture of supervisors.

evening-heading = আমার দল
evening-title = আজ আপনার দল: { $states }
evening-empty = আজ কিছু শুরু হয়নি। সবচেয়ে পুরোনোটি { $hours }~ঘণ্টা ধরে অপেক্ষায়; বাকিটা /report-এ।
evening-agents = আজ, এজেন্ট অনুযায়ী (প্রথমবারেই সফল, ৭ দিন)
evening-agent = { $name }: { $count } · { $rate }
evening-more = এবং আরও { $count } জন
evening-waiting = সবচেয়ে বেশি অপেক্ষায়
evening-wait = { $reference } · { $name } · { $hours }~ঘণ্টা
evening-on = এখন থেকে প্রতি সন্ধ্যায় আবার ছবি আসবে।
evening-off = ছবি আর আসবে না। /report থেকে আবার চালু করা যায়।
evening-is-off = সন্ধ্যার ছবি আপনি বন্ধ করেছেন; 🔔 চাপলে আবার চালু হবে।
button-evening-off = প্রতি সন্ধ্যায় আর নয়
