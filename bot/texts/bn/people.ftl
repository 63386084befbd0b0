# The people, as supervisors and admins see them.

role-agent = এজেন্ট
role-supervisor = সুপারভাইজার
role-admin = অ্যাডমিন
standing-suspended = স্থগিত
standing-removed = বাদ দেওয়া

people-none = এখনও কেউ নেই। /invite আর নাম লিখে শুরু করুন।
people-heading = কর্মী তালিকা ({ $total }~জনের~মধ্যে~{ $from }–{ $to }):
person-line = { $words }
person-id = টেলিগ্রাম আইডি: { $id }
person-work = অসম্পূর্ণ: { $drafts } · অপেক্ষায়: { $waiting } · ফল হয়েছে: { $decided }
person-team = দল: { $team }
person-unseen = এখনও একবারও বট ব্যবহার করেননি।
person-seen-today = শেষ ব্যবহার: আজ, { $time }
person-seen = শেষ ব্যবহার: { $time }
person-week = গত { $days } দিন: শুরু~{ $begun } · জমা~{ $submitted } · সফল~{ $passed }
refused-forged-press = নকল বোতামে চাপ: { $count }
refused-foreign-press = অন্য এজেন্টের বোতামে চাপ: { $count }
refused-invitation = অকেজো আমন্ত্রণের চেষ্টা: { $count }
refused-stranger = অনুমতি ছাড়া পাঠানো বার্তা: { $count }
refused-too-many = ঘণ্টার সীমার বাইরে চেষ্টা: { $count }

button-suspend = স্থগিত করুন
button-restore = আবার চালু করুন
button-remove = বাদ দিন
button-give = কাজ হস্তান্তর
button-people = ← কর্মী তালিকা
button-leave = না, ফিরে যাই
button-previous = আগেরগুলো
button-next = পরেরগুলো

remove-question = { $name }-কে বাদ দেবেন? তিনি আর বট ব্যবহার করতে পারবেন না। তাঁর আবেদনগুলো থাকবে, অন্যকে দেওয়া যাবে।
give-question = { $name }-এর আবেদনগুলো ({ $count }টি) কে নেবেন?
give-nobody = { $name }-এর আবেদনগুলো ({ $count }টি) নেওয়ার মতো আর কেউ নেই।
giving = { $giver }-এর আবেদনগুলো { $receiver }-কে হস্তান্তর করা হচ্ছে। শেষ হলে জানানো হবে।
giving-already = { $giver }-এর আবেদনগুলো আগে থেকেই হস্তান্তর করা হচ্ছে। এবার চাপায় কিছু বদলায়নি।
given-partly = { $giver } থেকে { $receiver }-কে হস্তান্তর: { $count }টি। ইতিমধ্যে { $receiver }-কে স্থগিত করা বা বাদ দেওয়া হয়েছে, তাই বাকিগুলো { $giver }-এর কাছেই আছে।
given-until-then = { $giver } থেকে { $receiver }-কে হস্তান্তর: { $count }টি। ইতিমধ্যে কারও ভূমিকা বা দল বদলেছে, তাই বাকিগুলো { $giver }-এর কাছেই আছে।
given-faulty = { $giver } থেকে { $receiver }-কে হস্তান্তর: { $count }টি। বটের ভেতরের একটি ত্রুটিতে এটি থেমে গেছে; বাকিগুলো { $giver }-এর কাছেই আছে। অপারেটরকে জানান; আবার চেষ্টা করতে পারেন।
given = { $giver } থেকে { $receiver }-কে হস্তান্তর: { $count }টি
form-handed-over = আপনার খোলা আবেদনটি { $name }-কে দেওয়া হয়েছে। সেটি আপনাকে আর শেষ করতে হবে না।
handed-over = { $name }-এর আবেদনগুলো এখন আপনার: { $count }টি। /log-এ দেখুন।

restored-by-admin = শুধু অ্যাডমিন তাঁকে আবার চালু করতে পারেন।
invite-not-needed = আপনি আগে থেকেই { $role } হিসেবে আছেন, তাই এই লিংক ব্যবহার হয়নি। লিংকটি এখনও কাজ করে; যাঁর জন্য, তাঁকে পাঠান।
invite-made =
    এই লিংকটি { $name }-কে পাঠান। যিনি প্রথম খুলবেন, শুধু তিনিই ঢুকতে পারবেন। লিংকটি { $count } দিন চলবে।
    { $link }

too-many-attempts = এক ঘণ্টায় অনেকবার চেষ্টা হয়েছে। কিছুই হারায়নি; পরে আবার করুন, অথবা সুপারভাইজারকে জানান।

## Inviting.

invite-whom = কাকে আমন্ত্রণ জানাবেন?
invite-team = নতুন { $role } কোন দলে যাবেন?
invite-name =
    নতুন { $role }ের নাম লিখুন। কয়েকজন হলে প্রতি লাইনে একটি করে নাম, একবারে { $count }টি পর্যন্ত।
invite-name-by-id = টেলিগ্রাম আইডি জানা থাকলে লিংক ছাড়াই যোগ করা যায়: /invite 123456789 নাম
invite-name-as-reply = একটি আবেদন খোলা আছে, তাই নামটি এই বার্তার রিপ্লাই হিসেবে পাঠান।
invite-nobody = কাউকে আমন্ত্রণ জানানো হয়নি।
team-unnamed = দল নেই
invites-made = { $total }টি আমন্ত্রণ, { $count } দিন চলবে। প্রতিটি লিংক যিনি প্রথম খুলবেন তিনিই ঢুকবেন।
invite-line = { $name }
invite-opened =
    { $name } এখন { $role } হিসেবে বট ব্যবহার করতে পারেন। আপনার আমন্ত্রণটি খুলেছেন “{ $account }”, টেলিগ্রাম আইডি { $id } ({ $time })।
    ইনি কি অন্য কেউ? নিচের কার্ড থেকে তাঁকে স্থগিত করতে বা বাদ দিতে পারেন।
invite-share = { $name }, শুরু করতে এই লিংক খুলুন:
invite-qr = { $name } ফোনের ক্যামেরা দিয়ে এটি স্ক্যানও করতে পারেন।
invite-refused-lines = আমন্ত্রণ হয়নি:
invite-refused-line = লাইন { $line }, “{ $name }”: { $reason }
name-too-long = ৬৪ অক্ষরের বেশি
name-without-letters = নামে অক্ষর থাকতে হবে
name-in-a-sentence = অন্য কথা ছাড়া শুধু নামটি লিখুন
name-twice = তালিকায় দুবার আছে; আলাদা করতে কিছু যোগ করুন
names-too-many = একবারে ৩০টির বেশি; বাকিগুলো আবার পাঠান
button-invite = আমন্ত্রণ
button-share = লিংক শেয়ার করুন
button-invitations = চালু আমন্ত্রণ ({ $count })

invitations-none = চালু কোনো আমন্ত্রণ নেই।
invitations-heading = চালু আমন্ত্রণ ({ $total }টির~মধ্যে~{ $from }–{ $to })
invitations-withdraw = ✕ চাপলে সেই নম্বরের আমন্ত্রণ বাতিল হবে; লিংকটি আর কাজ করবে না।
invitation-days = { $count } দিন বাকি
invitation-by = দিয়েছেন { $name }
operator = অপারেটর
invitation-withdrawn = বাতিল হয়েছে: { $name }
invitation-gone = এই আমন্ত্রণ আর চালু নেই।

admit-done =
    { $name } (টেলিগ্রাম আইডি { $id }) এখন কাজ করতে পারবেন। বটে আগে না লিখে থাকলে { $link } খুলে Start চাপতে বলুন।
admit-self = { $id } আপনার নিজের টেলিগ্রাম আইডি।
admit-known = টেলিগ্রাম আইডি { $id } যাঁর, তিনি আগে থেকেই আছেন।
admit-suspended = টেলিগ্রাম আইডি { $id } যাঁর, তিনি স্থগিত আছেন। /agents থেকে আবার চালু করা যায়।
admit-removed = টেলিগ্রাম আইডি { $id } যাঁর, তাঁকে বাদ দেওয়া হয়েছে। নতুন আমন্ত্রণ লিংক দিয়েই ফেরানো যায়: /invite আর নাম।
admit-by-admin = টেলিগ্রাম আইডি { $id } যাঁর, তাঁকে শুধু অ্যাডমিন যোগ করতে পারেন।
admit-group = { $id } একটি গ্রুপের আইডি। শুধু মানুষকে যোগ করা যায়।
admit-no-id = { $id } টেলিগ্রাম আইডি নয়; ফোন নম্বরের মতো দেখাচ্ছে। বটে কিছু লিখলে নিজের টেলিগ্রাম আইডি দেখা যায়।
admit-nameless = নম্বরের পরে নামটিও লিখে এক বার্তায় পাঠান। যেমন: /invite 123456789 রহিম উদ্দিন
