fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let mut value: u64 = line.trim().parse().unwrap();
    for step in 0..150_000_000u64 {
        value = (value * 31 + step) % 1000003;
    }
    println!("{value}");
}
