# What supervisors and admins see of the work of their agents.

report-heading = গত { $count } দিন
report-empty = এই সময়ে কিছু শুরু হয়নি।
report-states = { $states }
report-rate = সফলতার হার: ফল হওয়া { $count }টি চেষ্টার { $rate } %
report-rate-first = প্রথম চেষ্টায়: { $count } জন গ্রাহকের { $rate } %
report-reasons = ব্যর্থতার কারণ: { $reasons }
report-agents = কর্মী অনুযায়ী
report-agent = { $name }: { $states }
report-days = দিন অনুযায়ী
report-day = { $day }: { $states }
report-ageing = অপেক্ষায়, পুরোনো আগে (⚠ আটকে আছে)
report-waiting = { $reference } · { $customer } · { $state } · { $name } · { $count } ঘণ্টা
button-days = { $count } দিন
button-report = প্রতিবেদনে ফিরুন
view-agent = কর্মী: { $name }

failure-nid = এনআইডি নম্বর
failure-date_of_birth = জন্মতারিখ
failure-name_english = ইংরেজি নাম
failure-name_bangla = বাংলা নাম
failure-father_name = বাবা বা স্বামী
failure-mother_name = মা
failure-present_address = ঠিকানা
failure-blood_group = রক্তের গ্রুপ
failure-card-photo = কার্ডের ছবি
failure-selfie = গ্রাহকের ছবি
failure-invalid = তালিকায় নেই
failure-unexplained = কারণ জানা যায়নি

vendor-log-heading = যাচাই সেবার তালিকা · { $status } · পৃষ্ঠা { $number }
vendor-log-line = { $customer } · { $nid } · { $mobile } · { $state } · { $day }
vendor-log-elsewhere = অন্য কোথাও নিবন্ধিত
vendor-log-empty = এখানে কিছু নেই।
vendor-log-unavailable = যাচাই সেবা এখন সাড়া দিচ্ছে না। পরে আবার চেষ্টা করুন।
vendor-status-all = সব
vendor-status-passed = সফল
vendor-status-failed = ব্যর্থ
vendor-status-pending = অপেক্ষায়

export-masked = গত { $count } দিনের আবেদন, নাম-নম্বর আড়াল করা। কোন ফাইলে?
export-full = গত { $count } দিনের আবেদন, পুরো নাম ও নম্বরসহ। এটি লিখে রাখা হয়। কোন ফাইলে?
export-masked-only = পুরো নাম ও নম্বর শুধু অ্যাডমিন নিতে পারেন। /export আড়াল করা ফাইল দেয়।
export-refused = টেলিগ্রাম এই ফাইলটি নিচ্ছে না। অপারেটর python -m bot export দিয়ে এটি তৈরি করতে পারবেন।
