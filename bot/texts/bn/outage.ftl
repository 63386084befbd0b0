### While the eKYC service does not answer: what happens by itself, and what the agent can do.

reading-goes-on = কার্ড পড়া হলে এখানেই মিলিয়ে দেখতে বলা হবে। ততক্ষণে আরেকজন গ্রাহকের আবেদন শুরু করতে পারেন।
submitting-goes-on = রসিদ এখানেই আসবে। ততক্ষণে আরেকজন গ্রাহকের আবেদন শুরু করতে পারেন।
detail-unanswered = যাচাই সেবায় এখন খোঁজ নেওয়া যাচ্ছে না। নিজে থেকেই আবার খোঁজ নেওয়া হবে, ফল এখানেই আসবে।
was-sent = পাঠানো হয়েছে: { $customer }
