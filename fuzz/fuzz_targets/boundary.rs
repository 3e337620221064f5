#![cfg_attr(fuzzing, no_main)]
#![doc = "The target `boundary`."]

variate_fuzz::program!(variate_fuzz::boundary);
