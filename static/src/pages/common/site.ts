/** What every plain page has: its dress, and the theme. */
import "../../core/icon";
import "../../styles/fonts.css";
import "../../styles/tokens.css";
import "../../styles/base.css";
import "../../styles/pages.css";
import { Theme } from "../../core/theme";
import { themeButton } from "../../panels/header/theme-button";

document.querySelector("[data-site-tools]")?.append(themeButton(new Theme()));
