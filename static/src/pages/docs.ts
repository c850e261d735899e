/** What is to be read needs no script; it has a dress of its own beside the plain pages'. */
import "./gallery";
import "../styles/docs.css";
