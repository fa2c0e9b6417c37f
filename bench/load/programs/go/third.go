package main

import "fmt"

func main() {
	var value uint64
	fmt.Scan(&value)
	for step := uint64(0); step < 150000000; step++ {
		value = (value*31 + step) % 1000003
	}
	fmt.Println(value)
}
