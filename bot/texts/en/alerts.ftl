### What does not mend itself: to the agent whom it concerns, and under alert-… to the admins.

overdue = There is no result yet for { $customer } (reference { $reference }). It is still being asked for; the admins have been told.
overdue-unknown = The eKYC service does not show the application of { $customer } (reference { $reference }), although it had accepted it. It is still being asked for; the admins have been told.
overdue-ambiguous = The service shows a result that may belong to { $customer } (reference { $reference }) or to an earlier or another application under the same number. It is not reported, since the two cannot be told apart; the admins have been told.
overdue-elsewhere = The result for { $customer } (reference { $reference }) cannot be asked for at present, because the application was sent with another account of the service. The admins have been told.
overdue-unclear = It is still not known whether the application of { $customer } (reference { $reference }) has arrived. Please do not enter it again; the admins have been told.
undecided-expired = No result came for { $customer } (reference { $reference }) in all this time. The form was erased and it is not asked for any more; only a masked record is left.
closed-unresolved = In 30 days no result came for { $customer } (reference { $reference }). It is closed as unresolved; the admins have been told. “Refresh” in its details still asks.
message-refused = A message could not be shown here. Nothing is lost; /log lists your applications. The admins have been told.
program-failed = The program has a fault here. The admins have been told.

alert-refused = Telegram refused to show a message of the bot in a chat; the log says why. The person was told that something is missing.
alert-overdue = There is no result yet for the application { $reference }. It is still being asked for.
alert-overdue-unknown = The eKYC service accepted the application { $reference } but does not show it. Please ask the service; the bot goes on asking as well.
alert-overdue-ambiguous = The service shows a result that may belong to the application { $reference } or to an earlier or another application under the same mobile number. The bot cannot tell them apart and reports neither. Please look up the application in the service’s own pages.
alert-overdue-elsewhere = The application { $reference } was sent with a token of the service that is no longer in use, and the log under the current token shows nothing that was sent with it. If the account was changed, please look up the result in the old account.
alert-sent-erased = The application { $reference } was erased while it was being sent, and the service may have received it. Please ask the service to delete it.
alert-overdue-unclear = Whether the application { $reference } has arrived at the eKYC service cannot be found out. Please ask the service; the bot goes on asking as well.
alert-closed-unresolved = In 30 days the eKYC service has given no result for the application { $reference }. It is closed as unresolved. Please settle it with the service before the customer is registered anew.
alert-errand = The program has a fault and could not work on an application; the log says where. It is tried again.
alert-conflict = Another process takes this bot’s updates, so messages are answered late or not at all. Stop the other one.
alert-webhook = Somebody set a webhook for this bot, which takes all its updates. The bot removes it and goes on; if you did not set it, change the token with @BotFather.
alert-denied = The eKYC service refuses the token (EKYC_TOKEN). Sending waits until it is right. Put it right in .env and send the process SIGHUP, or restart it; nothing is lost.
alert-token-taken = The eKYC service takes the token again. What waited is being sent.
alert-unavailable = The eKYC service does not answer. Applications are kept and go by themselves when it is back.
alert-untrusted = The certificate of the eKYC service is not accepted, so nothing is sent to it. SSL_CERT_FILE names the authorities to trust; the log says more. Applications are kept.
alert-service-back = The eKYC service answers again. What waited is being sent.
alert-odd-word = The eKYC service calls the state of an application “{ $word }”, which no document explains. It is taken as not decided yet.
alert-update = An update could not be handled and was set aside (number { $id }).
alert-foreign = { $name } ({ $id }) pressed a button of somebody else’s application. It was refused; /agents shows how often.
alert-undecided-expired = No result came for the application { $reference } in UNDECIDED_KEPT_DAYS. Its form was erased and it is not asked for any more.
alert-messages-left = In the chat of { $name } ({ $id }), who is not served any more, messages about the application { $reference } could not be deleted: { $count }. Have them deleted on the phone.
alert-attempts = { $name } ({ $id }) has reached the hourly limit of attempts.
alert-denied-account = The eKYC service refuses the token of { $name }. Sending under it waits until it is right: python -m bot agents token.
alert-clock = The clock of the bot’s machine has jumped, or the bot was off for long. Nothing is erased until the time is confirmed. Please check the clock.
alert-clock-right = The time is confirmed; erasing goes on.
alert-retention = The program has a fault and could not look through an application that has not changed for long; the log says where. It is tried again every hour.
