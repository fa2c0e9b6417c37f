declare -A copies
read -r count
for ((i = 0; i < count; i++)); do
    read -r action title
    known=${copies[$title]:-0}
    if [[ $action == OUT ]]; then
        copies[$title]=$((known + 1))
    else
        copies[$title]=$((known - 1))
    fi
done
home=yes
for title in "${!copies[@]}"; do
    if ((${copies[$title]} > 0)); then
        echo "${copies[$title]} $title"
        home=no
    fi
done
if [[ $home == yes ]]; then
    echo "all home"
fi
