# An agent's own numbers: under the picture, and in it.

stats-today = Today: { $states }
stats-week = The last { $count } days: { $states }
stats-nothing = nothing begun
stats-empty = You have begun nothing in the last { $count } days. Begin with /new.

stats-heading = My work
stats-label-today = Today
stats-label-week = { $count } days
stats-label-rate = Pass rate
stats-label-begun = begun
stats-label-decided = of { $count ->
    [one] 1 attempt
   *[other] { $count } attempts
 }
stats-label-passed = passed: { $count }
stats-label-failed = not passed: { $count }
stats-label-open = open: { $count }
stats-label-reasons = Why customers did not pass
