import { Button } from "@mantine/core";
import { Formula } from "../../components/Formula";
import { LESSONS } from "./lessons";
import { APPLICATIONS, type Application } from "./uses";
import classes from "./learn.module.css";

interface Props {
  readonly active: Application["key"] | null;
  readonly onShow: (application: Application) => void;
}

/** The model, its kinship with k-means, and what it is good for; each use sets the plot above. */
export function Background({ active, onShow }: Props) {
  const [model] = LESSONS.start.formulas;
  return (
    <section className={classes.background} aria-labelledby="background">
      <div className={classes.prose}>
        <h2 id="background">k-means, made soft</h2>
        <p>
          k-means gives every point to the nearest of K centres and moves each centre to the mean of its
          points. A Gaussian mixture does the same with <em>probabilities</em>: the centres become bell curves
          with a weight, a width and a tilt, and every point belongs to all of them in parts.
        </p>
        <Formula {...model} />
        <p>
          Expectation-maximisation alternates two steps until the parameters settle. The E&#8209;step works
          out the probability of each component for each point; the M&#8209;step updates the parameters from
          those probabilities. With round components of one shrinking size, the probabilities turn into all or
          nothing, and EM becomes k-means.
        </p>
      </div>
      <ul className={classes.applications}>
        {APPLICATIONS.map((application) => {
          const { key, title, text, action } = application;
          return (
            <li key={key}>
              <h3>{title}</h3>
              <p>{text}</p>
              <Button
                variant={key === active ? "light" : "default"}
                size="xs"
                aria-pressed={key === active}
                onClick={() => onShow(application)}
              >
                {action}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
