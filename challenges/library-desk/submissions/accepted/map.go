package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Scan()
	copies := map[string]int{}
	for in.Scan() {
		action, title, _ := strings.Cut(in.Text(), " ")
		if action == "OUT" {
			copies[title]++
		} else {
			copies[title]--
		}
	}
	home := true
	for title, count := range copies {
		if count > 0 {
			fmt.Println(count, title)
			home = false
		}
	}
	if home {
		fmt.Println("all home")
	}
}
