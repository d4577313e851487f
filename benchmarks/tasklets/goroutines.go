// The programs with goroutines: goroutines NAME SIZE. See tasklets.py. Run with GOMAXPROCS=1, but for "threads".
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

func resident() int {
	text, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.Atoi(strings.Fields(string(text))[1])
	return pages * 4096
}

// The processor time of this process, in seconds.
func processTime() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)/1e6
}

func pingpong(count int) int {
	there, back := make(chan int), make(chan int)
	go func() {
		for i := 0; i < count; i++ {
			<-there
			back <- i
		}
	}()
	for i := 0; i < count; i++ {
		there <- i
		<-back
	}
	return 2 * count
}

func roundrobin(tasks, count int) int {
	turns := max(count/tasks, 1)
	var all sync.WaitGroup
	all.Add(tasks)
	for i := 0; i < tasks; i++ {
		go func() {
			for j := 0; j < turns; j++ {
				runtime.Gosched()
			}
			all.Done()
		}()
	}
	all.Wait()
	return tasks * turns
}

func max(a, b int) int {
	if a > b {
		return a
	}
	return b
}

func create(count int) int {
	var end sync.WaitGroup
	for i := 0; i < count; i++ {
		end.Add(1)
		go end.Done()
		end.Wait()
	}
	return count
}

func ring(tasks, count int) int {
	rounds := max(count/tasks, 1)
	first := make(chan int)
	source := first
	for i := 0; i < tasks-1; i++ {
		target := make(chan int)
		go func(source, target chan int) {
			for j := 0; j < rounds; j++ {
				target <- <-source
			}
		}(source, target)
		source = target
	}
	for j := 0; j < rounds; j++ {
		first <- j
		<-source
	}
	return tasks * rounds
}

func sieve(count int) int {
	source := make(chan int)
	go func(out chan int) {
		for number := 2; ; number++ {
			out <- number
		}
	}(source)
	for i := 0; i < count; i++ {
		prime := <-source
		out := make(chan int)
		go func(source, out chan int) {
			for {
				number := <-source
				if number%prime != 0 {
					out <- number
				}
			}
		}(source, out)
		source = out
	}
	return count
}

type visit struct {
	colour  int
	answers chan int
}

func chameneos(count int) int {
	place := make(chan visit)
	for _, colour := range []int{0, 1, 2, 0} {
		go func(colour int) {
			answers := make(chan int)
			for {
				place <- visit{colour, answers}
				other := <-answers
				if other < 0 {
					return
				}
				if other != colour {
					colour = 3 - colour - other
				}
			}
		}(colour)
	}
	for i := 0; i < count; i++ {
		one, two := <-place, <-place
		one.answers <- two.colour
		two.answers <- one.colour
	}
	for i := 0; i < 4; i++ {
		(<-place).answers <- -1
	}
	return count
}

func walk(level int, out chan int) {
	if level > 0 {
		walk(level-1, out)
		out <- level
		walk(level-1, out)
	}
}

func generators(depth int) int {
	out := make(chan int)
	go func() {
		walk(depth, out)
		close(out)
	}()
	count := 0
	for range out {
		count++
	}
	return count
}

func threads(count int) int {
	runtime.GOMAXPROCS(2)
	numbers := make(chan int)
	go func() {
		runtime.LockOSThread()
		for i := 0; i < count; i++ {
			numbers <- i
		}
	}()
	runtime.LockOSThread()
	for i := 0; i < count; i++ {
		<-numbers
	}
	return count
}

func memory(tasks int) {
	wake := make(chan int)
	before := resident()
	for i := 0; i < tasks; i++ {
		go func() { <-wake }()
	}
	runtime.Gosched()
	fmt.Println(tasks, resident()-before)
}

func main() {
	size, _ := strconv.Atoi(os.Args[2])
	start := processTime()
	operations := 0
	switch os.Args[1] {
	case "pingpong":
		operations = pingpong(size)
	case "roundrobin-10":
		operations = roundrobin(10, size)
	case "roundrobin-1000":
		operations = roundrobin(1000, size)
	case "roundrobin-1000000":
		operations = roundrobin(1000000, size)
	case "create":
		operations = create(size)
	case "ring":
		operations = ring(10000, size)
	case "sieve":
		operations = sieve(size)
	case "chameneos":
		operations = chameneos(size)
	case "generators":
		operations = generators(size)
	case "threads":
		operations = threads(size)
	case "memory":
		memory(size)
		return
	}
	fmt.Println(operations, processTime()-start)
}
