create index chat_messages_masked on chat_messages (sent_at) where is_masked;
