package main

import "fmt"

func main() {
	var count int
	fmt.Scan(&count)
	total := 0.0
	for i := 0; i < count; i++ {
		var day string
		fmt.Scan(&day)
		// A dash means that the gauge was frozen; strconv.ParseFloat(day, 64) gives the number.
	}
	fmt.Println(total)
}
