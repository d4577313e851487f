// The twin of switch.py on goroutines: switch FRAMES SWITCHES DEPTH. Gosched goes on with the other one.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
)

var frames, switches, depth int

//go:noinline
func enter(n int) int {
	if n > 0 {
		return enter(n-1) + 1
	}
	runtime.Gosched()
	return 0
}

//go:noinline
func sink(n int) int {
	if n > 0 {
		return sink(n-1) + 1
	}
	for i := 0; i < switches/2; i++ {
		if frames == 1 {
			runtime.Gosched()
		} else {
			enter(frames - 2)
		}
	}
	return 0
}

func main() {
	runtime.GOMAXPROCS(1)
	frames, _ = strconv.Atoi(os.Args[1])
	switches, _ = strconv.Atoi(os.Args[2])
	depth, _ = strconv.Atoi(os.Args[3])
	var both sync.WaitGroup
	both.Add(2)
	for i := 0; i < 2; i++ {
		go func() {
			sink(depth)
			both.Done()
		}()
	}
	both.Wait()
	fmt.Println("switched")
}
