-- What another mail server said of a person's mail goes with the person.
grant update (answer) on dispatch_look to rappel_app;
