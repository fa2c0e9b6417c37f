package main

import "fmt"

func main() {
	var rows, columns int
	fmt.Scan(&rows, &columns)
	maze := make([]string, rows)
	for row := range maze {
		fmt.Scan(&maze[row])
	}

	// maze[row][column] is one of . # S E
	fmt.Println("no way")
}
