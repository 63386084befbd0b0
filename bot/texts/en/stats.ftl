# An agent's own numbers: under the picture, and in it.

stats-today = Today: { $states }
stats-week = The last { $count } days: { $states }
stats-nothing = nothing started
stats-empty = No applications started in the last { $count } days. Start with /new.

stats-heading = My work
stats-label-today = Today
stats-label-week = { $count } days
stats-label-rate = Pass rate
stats-label-first = Passed at once
stats-label-begun = started
stats-label-decided = of { $count ->
    [one] 1 attempt
   *[other] { $count } attempts
 }
stats-label-passed = passed: { $count }
stats-label-failed = not passed: { $count }
stats-label-open = open: { $count }
stats-label-reasons = Why customers did not pass

# The evening picture of supervisors.

evening-heading = My team
evening-title = Your team today: { $states }
evening-empty = Nothing was started today. The longest wait is { $hours }~h; /report shows the rest.
evening-agents = Today, by agent (passed at once, 7 days)
evening-agent = { $name }: { $count } · { $rate }
evening-more = and { $count } more
evening-waiting = Waiting longest
evening-wait = { $reference } · { $name } · { $hours }~h
evening-on = The picture comes every evening again.
evening-off = The picture no longer comes. You can turn it on again in /report.
evening-is-off = You have turned the evening picture off; 🔔 turns it on again.
button-evening-off = No longer every evening
