read -r count
for ((i = 0; i < count; i++)); do
    read -r action title
    # action is OUT or IN.
done
echo "all home"
