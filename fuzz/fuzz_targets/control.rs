#![cfg_attr(fuzzing, no_main)]
#![doc = "The target `control`."]

variate_fuzz::program!(variate_fuzz::control);
