use std::io;

// The number of divisors is the product of (exponent + 1) over the prime factors.
fn main() {
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
    let mut rest: u64 = line.trim().parse().unwrap();
    let mut sizes: u64 = 1;
    let mut prime: u64 = 2;
    while prime * prime <= rest {
        let mut exponent = 0;
        while rest % prime == 0 {
            rest /= prime;
            exponent += 1;
        }
        sizes *= exponent + 1;
        prime += 1;
    }
    if rest > 1 {
        sizes *= 2;
    }
    println!("{}", sizes);
}
