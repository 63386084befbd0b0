# What supervisors and admins see of the work of their agents.

report-heading = The last { $count } days
report-empty = No applications started in this period.
report-states = { $states }
report-rate = Pass rate: { $rate }% (of { $count ->
    [one] 1 attempt
   *[other] { $count } attempts
 })
report-rate-first = At the first attempt: { $rate }% (of { $count ->
    [one] 1 customer
   *[other] { $count } customers
 })
report-reasons = Reasons for failure: { $reasons }
report-agents = By agent
report-agent = { $name }: { $states }
report-days = By day
report-day = { $day }: { $states }
report-ageing = Waiting, oldest first (⚠ stalled)
report-waiting = { $reference } · { $customer } · { $state } · { $name } · { $count }~h
button-days = { $count } days
button-report = Back to the report
view-agent = Agent: { $name }

failure-nid = NID number
failure-date_of_birth = date of birth
failure-name_english = name in English
failure-name_bangla = name in Bangla
failure-father_name = father or husband
failure-mother_name = mother
failure-present_address = address
failure-blood_group = blood group
failure-card-photo = photo on the card
failure-selfie = photo of the customer
failure-invalid = not in the register
failure-unexplained = not explained

vendor-log-heading = Log of the identity check · { $status } · page~{ $number }
vendor-log-line = { $customer } · { $nid } · { $mobile } · { $state } · { $day }
vendor-log-elsewhere = registered elsewhere
vendor-log-empty = Nothing here.
vendor-log-unavailable = The log of the identity check cannot be read just now. Please try again later.
vendor-status-all = all
vendor-status-passed = passed
vendor-status-failed = failed
vendor-status-pending = pending

export-masked = Applications as a file, with names and numbers masked. Started on which days?
export-full = Applications as a file with every field in full. This is recorded. Started on which days?
export-by-dates = Or type the dates: { $command } 2026-11-01 2026-11-30
export-as = Started { $days }, { $kind }. Which kind of file?
export-usage = Please give one or two dates like this, at most a year apart: /export 2026-11-01 2026-11-30
export-kind-masked = names and numbers masked
export-kind-full = full names and numbers
export-caption = Applications started { $days }
export-rows = { $count ->
    [one] 1 application
   *[other] { $count } applications
 }
export-part = Part { $count }
export-made = Made { $time }, by { $name }
period-today = Today
period-7 = 7 days
period-31 = 31 days
period-month = This month
period-last-month = Last month
button-other-days = Other days
export-masked-only = Full names and numbers are exported by an admin only. /export gives the masked file.
export-refused = Telegram does not take this file. An operator can write it with python -m bot export.

announce-usage = Send the command with the text, in one message. Example: /announce The office is closed tomorrow.
announce-too-long = The text is too long: { $count } letters of at most { $most }.
announce-nobody = There is nobody to write to yet. /invite lets people in.
announce-question = { $count ->
    [one] 1 person gets this:
   *[other] { $count } people get this:
 }
announcement = 📢 { $name }: { $text }
button-announce = Send to { $count }
button-keep-silent = Do not send
announcing = Being sent to { $count ->
    [one] 1 person.
   *[other] { $count } people.
 } You will be told whom it has reached.
announce-dropped = Nothing was sent.
announce-gone = This announcement was sent or dropped already.
announced = Your announcement has reached { $count } of { $total ->
    [one] 1 person.
   *[other] { $total } people.
 }
announced-not = Not reached, perhaps because they have blocked the bot: { $names }
