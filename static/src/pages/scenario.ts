/** A scenario's page needs no script to be read; it shares the plain pages' dress. */
import "./gallery";
