# /erase and what is erased on schedule.

erase-usage = Send the command with the reference or the customer’s mobile number, in one message. Example: /erase 01712345678
erase-question = Erase the application { $reference } ({ $customer }, NID { $nid }) for good? Its values, photos and messages in this chat are erased at once.
erase-question-sent = Erase the application { $reference } ({ $customer }, NID { $nid }) for good? Its values, photos and messages in this chat are erased at once, and no result will arrive here. What was sent to the identity check stays there; only the bank can have it erased.
erase-question-many = Erase these { $count } applications for good? Their values, photos and messages in this chat are erased at once.
erase-line = { $reference } · { $customer } · { $nid }
erase-many-sent = No result will arrive for those that were sent. What was sent to the identity check stays there; only the bank can have it erased.
erase-left = { $count } more under this number can be erased: send /erase again.
erase-left-elsewhere = { $count ->
    [one] 1 more under this number belongs to another agent and is not erased
   *[other] { $count } more under this number belong to other agents and are not erased
 }; ask your supervisor or an admin.
erased =
    Erased: { $reference }, { $time }.
    Proof: row { $row } of the audit, seal { $seal }.
erased-by-other = { $name } has erased your application { $reference }, as the customer has withdrawn consent. Nothing is left to do for it.
messages-left = Messages about the application { $reference } that Telegram did not let the bot delete (older than 48 hours, mostly): { $count }. Please delete them yourself.
messages-left-of-all = Messages about customers that Telegram did not let the bot delete: { $count }. Please delete them yourself.
draft-expires = The draft of { $customer } will be erased tomorrow, because it has not changed for a long time. Continue it if it is still needed.
draft-expired = The draft of { $customer } was erased, because it had not changed for { $count ->
    [one] 1 day
   *[other] { $count } days
 }.
detail-erased = Everything else erased: { $time }
