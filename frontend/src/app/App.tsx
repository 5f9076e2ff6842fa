import { Header } from "./Header";
import { Providers } from "./Providers";
import { Workbench } from "./Workbench";
import classes from "./app.module.css";

export function App() {
  return (
    <Providers>
      <div className={classes.page}>
        <Header />
        <Workbench />
      </div>
    </Providers>
  );
}
