button-agree = Yes, agrees
button-refuse = No
button-back = Back
button-keep = Keep: { $value }
button-keep-picture = Keep this photo
button-all-correct = All correct
button-continue = Go to the marked fields
button-use-anyway = Use anyway: { $field }
button-swap = Swap front and back
button-new-front = New front photo
button-new-back = New back photo
button-read-again = Read again
button-edit = Edit: { $field }
button-submit = Submit
button-fix = Fix and resubmit
button-send-again = Send again
button-erase = Yes, erase
button-stay = No, go on
button-new = New customer
button-log = My applications
button-continue-draft = Continue: { $customer }
button-erase-draft = Erase: { $customer }
button-open = Open: { $customer }
button-refresh = Refresh
button-newer = Newer
button-older = Older

## Words that mean a button when they are typed, besides its own; one slash between two.

words-consent = yes / ok / agree / agrees
words-decline = no / does not agree
words-card-ok = yes / ok / correct / all ok
words-erase = yes / erase
words-stay = no / go on
words-submit = submit / send
words-back = back / previous
