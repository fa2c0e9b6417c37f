package main

import (
	"fmt"
	"strings"
)

type place struct{ row, column, ladder int }

func main() {
	var rows, columns int
	fmt.Scan(&rows, &columns)
	maze := make([]string, rows)
	var queue []place
	for row := range maze {
		fmt.Scan(&maze[row])
		if column := strings.Index(maze[row], "S"); column >= 0 {
			queue = append(queue, place{row, column, 1})
		}
	}
	steps := map[place]int{queue[0]: 0}
	for len(queue) > 0 {
		here := queue[0]
		queue = queue[1:]
		if maze[here.row][here.column] == 'E' {
			fmt.Println(steps[here])
			return
		}
		for _, move := range [][2]int{{0, 1}, {1, 0}, {0, -1}, {-1, 0}} {
			next := place{here.row + move[0], here.column + move[1], here.ladder}
			if next.row < 0 || next.row >= rows || next.column < 0 || next.column >= columns {
				continue
			}
			if maze[next.row][next.column] == '#' {
				next.ladder--
			}
			if _, seen := steps[next]; seen || next.ladder < 0 {
				continue
			}
			steps[next] = steps[here] + 1
			queue = append(queue, next)
		}
	}
	fmt.Println("no way")
}
