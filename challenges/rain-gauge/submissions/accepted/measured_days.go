package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var count, measured int
	fmt.Fscan(in, &count)
	total := 0.0
	for i := 0; i < count; i++ {
		var day string
		fmt.Fscan(in, &day)
		if day == "-" {
			continue
		}
		amount, err := strconv.ParseFloat(day, 64)
		if err != nil {
			panic(err)
		}
		total += amount
		measured++
	}
	if measured == 0 {
		fmt.Println("none")
		return
	}
	fmt.Println(total / float64(measured))
}
