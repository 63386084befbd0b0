# An agent's own numbers: under the picture, and in it.

stats-today = আজ: { $states }
stats-week = গত { $count } দিন: { $states }
stats-nothing = কিছু শুরু হয়নি
stats-empty = গত { $count } দিনে আপনি কোনো আবেদন শুরু করেননি। /new দিয়ে শুরু করুন।

stats-heading = আমার কাজ
stats-label-today = আজ
stats-label-week = গত { $count } দিন
stats-label-rate = সফলতার হার
stats-label-begun = শুরু হয়েছে
stats-label-decided = { $count }টি চেষ্টার
stats-label-passed = সফল: { $count }
stats-label-failed = সফল হয়নি: { $count }
stats-label-open = ফল বাকি: { $count }
stats-label-reasons = সফল না হওয়ার কারণ
