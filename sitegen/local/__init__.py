"""AWS on this machine: an emulator, the function run against it, what it received."""
