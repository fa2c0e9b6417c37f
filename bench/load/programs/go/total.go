package main

import "fmt"

func main() {
	count, sum := 0, 0
	for {
		var number int
		if _, err := fmt.Scan(&number); err != nil {
			break
		}
		count++
		sum += number
	}
	fmt.Println(count, sum)
}
