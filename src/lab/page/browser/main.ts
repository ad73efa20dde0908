/**
 * The page's entry: styles, then the application from files whose names hold a hash, which the browser keeps.
 */
import "./styles";

void import("./application");
