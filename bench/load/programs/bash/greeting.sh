echo "good morning"
