tr ' ' '\n' | sort | uniq -c | sort -rn | head -n 2 | while read -r count word; do
  echo "$word $count"
done
