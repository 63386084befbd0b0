# Read aloud to the customer. Raise bot.buttons.CONSENT_VERSION when the meaning changes.
consent-text = “আমরা আপনার এনআইডি কার্ড ও মুখের ছবি তুলে আপনার তথ্যসহ ব্যাংকের পরিচয় যাচাইয়ে পাঠাব। এগুলো শুধু আপনার অ্যাকাউন্ট খোলার কাজে লাগবে, অন্য কিছুতে নয়। আপনি না বলতে পারেন। পরে সম্মতি ফিরিয়েও নিতে পারেন।”
consent-question = গ্রাহক কি রাজি, আর কার্ডটি কি গ্রাহকের নিজের?
consent-heading = ছবি তোলার আগে গ্রাহককে পড়ে শোনান:
