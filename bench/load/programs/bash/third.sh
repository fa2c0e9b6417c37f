read -r value
for ((step = 0; step < 250000; step++)); do
  value=$(((value * 31 + step) % 1000003))
done
echo "$value"
