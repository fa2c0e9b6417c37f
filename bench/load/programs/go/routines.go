package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func main() {
	var count int64
	fmt.Scan(&count)
	var total atomic.Int64
	var group sync.WaitGroup
	for number := int64(1); number <= count; number++ {
		group.Add(1)
		go func() {
			defer group.Done()
			total.Add(number * number)
		}()
	}
	group.Wait()
	fmt.Println(total.Load())
}
