// Right, but compares every weight with every other.
package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var count, parcel int
	fmt.Fscan(in, &count, &parcel)
	weights := make([]int, count)
	for i := range weights {
		fmt.Fscan(in, &weights[i])
	}
	for left := range weights {
		for right := left + 1; right < count; right++ {
			if weights[left]+weights[right] == parcel {
				fmt.Println(left+1, right+1)
				return
			}
		}
	}
	fmt.Println("none")
}
