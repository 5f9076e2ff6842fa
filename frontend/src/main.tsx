import "./styles/mantine.css";
import "./styles/tokens.css";
import "./styles/app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";

const root = document.getElementById("root");
if (!root) throw new Error("The document has no root element.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
